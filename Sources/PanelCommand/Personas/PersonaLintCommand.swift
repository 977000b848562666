import ArgumentParser
import Foundation
import PanelCore
import PanelFormats

/// `panel persona lint`
struct PersonaLintCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Checks personas and the panel for what would make a poor review.",
    discussion: """
      Errors are what keeps a file from being used, and end in status 1; warnings are what a reader would notice. Each is \
      one line, file:line:column first, as editors understand it.
      """)

  @Argument(help: "Ids, or paths of persona files; none checks the whole folder with its panel.yaml.")
  var personas: [String] = []
  @OptionGroup var options: LibraryOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let files = try options.library(world).personas
    guard !personas.isEmpty else {
      let count = PanelFolder.ids(in: files).count
      return LintReport.write(PanelLint.check(files), checked: LintReport.count(count, "persona"), to: world)
    }
    let kinds = try PanelFolder.kinds(in: files)
    var findings: [LintFinding] = []
    for name in personas {
      do throws(FormatErrors) {
        if name.contains("/") || name.hasSuffix(".yaml") {
          let file = world.path(name)
          let source = try SourceText.read(file, file: name, limit: SourceText.yamlLimit)
          findings += PersonaLint.check(source, kinds: kinds, fileName: file.lastPathComponent)
        } else {
          let fileName = "\(name).yaml"
          if let id = PersonaID(name), !files.fileNames.contains(fileName) {
            _ = try PanelFolder.persona(id, in: files)
          }
          findings += PersonaLint.check(try files.read(fileName), kinds: kinds, fileName: fileName)
        }
      } catch {
        findings += error.errors.map { LintFinding($0) }
      }
    }
    return LintReport.write(findings, checked: LintReport.count(personas.count, "persona"), to: world)
  }
}
