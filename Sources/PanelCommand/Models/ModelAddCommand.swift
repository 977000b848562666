import ArgumentParser
import Foundation
import ModelFiles

/// `panel model add`
struct ModelAddCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Brings a GGUF file of your own in under a name.",
    discussion: """
      The file is linked where the disk allows, else copied. It has to hold a model of an architecture that the kernel \
      runs: \(ModelStore.architectures.joined(separator: ", ")).
      """)

  @Argument(help: "The GGUF file.", completion: .file(extensions: ["gguf"])) var path: String
  @Option(help: "What to call it. (default: the file's name without .gguf)") var name: String?

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let file = world.path(path)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw CommandFailure("There is no file \(path).")
    }
    let entry = try world.models.add(file.path, name: name)
    world.output.write("\(entry.name)\n")
    world.messages.write("Use it with --model \(entry.name), or for good with PANEL_MODEL=\(entry.name).\n")
    return 0
  }
}
