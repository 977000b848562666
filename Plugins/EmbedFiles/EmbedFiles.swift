import Foundation
import PackagePlugin

/// Writes `personas/`, `prompts/`, `tools/` and `evaluation/` of the package into a Swift file of the target that uses the plugin.
@main
struct EmbedFiles: BuildToolPlugin {
  /// Folders of the package, with the ending of the files that are taken.
  static let folders = [
    ("personas", "yaml"), ("prompts", "mustache"), ("tools", "yaml"), ("evaluation", "yaml"),
    ("evaluation/dossiers", "yaml"),
  ]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    // Neither files nor folders do as inputs: a file that is deleted breaks the build, and a folder does not change when
    // a file in it does. So the tool writes to its own input and runs in every build, which takes milliseconds; it leaves
    // its output alone where nothing changed, so that nothing is compiled again.
    let stamp = context.pluginWorkDirectoryURL.appending(path: "runs.txt")
    if !FileManager.default.fileExists(atPath: stamp.path) { try Data("0".utf8).write(to: stamp) }
    var arguments = [output.path, stamp.path]
    for (folder, ending) in Self.folders { arguments += [root.appending(path: folder).path, ending] }
    return [
      .buildCommand(
        displayName: "Embedding personas, prompts and dossiers",
        executable: try context.tool(named: "EmbedFilesTool").url,
        arguments: arguments, inputFiles: [stamp], outputFiles: [output])
    ]
  }
}
