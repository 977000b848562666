import Foundation
import PackagePlugin

/// Writes `personas/`, `prompts/` and `tools/` of the package into a Swift file of the target that uses the plugin.
@main
struct EmbedFiles: BuildToolPlugin {
  /// Folders of the package, with the ending of the files that are taken.
  static let folders = [("personas", "yaml"), ("prompts", "mustache"), ("tools", "yaml")]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    var arguments = [output.path]
    var inputs: [URL] = []
    for (folder, ending) in Self.folders {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
      let files = names.filter { !$0.hasPrefix(".") && $0.hasSuffix("." + ending) }.sorted()
        .map { root.appending(path: folder).appending(path: $0) }
      arguments += ["--folder", folder] + files.map(\.path)
      inputs += files
    }
    return [
      .buildCommand(
        displayName: "Embedding \(inputs.count) files", executable: try context.tool(named: "EmbedFilesTool").url,
        arguments: arguments, inputFiles: inputs, outputFiles: [output])
    ]
  }
}
