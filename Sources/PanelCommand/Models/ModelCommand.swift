import ArgumentParser
import ModelFiles

/// `panel model`
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "The models of the kernel: list, fetch, add and verify them.",
    discussion: """
      A model is one GGUF file in \(folderText). Every file that is fetched is checked against the hash in the program, \
      wherever it came from, and a stopped download goes on where it was.

      EXAMPLES
        panel model pull                       the default, \(KnownModel.default.name)
        panel model add ~/Downloads/mine.gguf  then: panel review … --model mine
        panel model list
      """,
    subcommands: [
      ModelListCommand.self, ModelPullCommand.self, ModelAddCommand.self, ModelVerifyCommand.self,
      ModelPathCommand.self,
    ])

  private static let folderText = "$PANEL_MODELS, else in panel/models of $XDG_CACHE_HOME or ~/.cache"
}

extension World {
  var models: ModelStore { ModelStore(folder: modelFolder, python: self["PANEL_PYTHON"] ?? "python3") }
}
