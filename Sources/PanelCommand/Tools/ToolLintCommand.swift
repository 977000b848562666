import ArgumentParser
import Foundation
import PanelCore
import PanelFormats

/// `panel tool lint`
struct ToolLintCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Checks dossiers for what would make a poor review.",
    discussion: """
      Errors are what keeps a file from being used, and end in status 1; warnings are what a reader would notice. Each is \
      one line, file:line:column first, as editors understand it.
      """)

  @Argument(help: "Slugs, or paths of dossier files; none checks the whole folder.")
  var tools: [String] = []
  @OptionGroup var options: LibraryOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let library = try options.library(world)
    let names = tools.isEmpty ? library.toolSlugs.map(\.rawValue) : tools
    var findings: [LintFinding] = []
    for name in names {
      do throws(FormatErrors) {
        let (source, slug) = try Self.source(name, library, world)
        findings += DossierLint.check(source, slug: slug, today: world.today)
      } catch {
        findings += error.errors.map { LintFinding($0) }
      }
    }
    return LintReport.write(findings, checked: LintReport.count(names.count, "dossier"), to: world)
  }

  private static func source(
    _ name: String, _ library: PanelLibrary, _ world: World
  ) throws(FormatErrors) -> (SourceText, ToolSlug) {
    if let slug = ToolSlug(name), library.tools.fileNames.contains("\(slug).yaml") {
      return (try library.tools.read("\(slug).yaml"), slug)
    }
    let file = world.path(name)
    let stem = file.deletingPathExtension().lastPathComponent
    guard name.contains("/") || name.hasSuffix(".yaml"), let slug = ToolSlug(stem) else {
      if let slug = ToolSlug(name) { _ = try library.dossier(slug) }
      throw FormatErrors(
        FormatError(.unknownName, file: name, found: "not there", expected: "a tool's slug, or a dossier file"))
    }
    return (try SourceText.read(file, file: name, limit: SourceText.yamlLimit), slug)
  }
}
