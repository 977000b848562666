public import PanelCore

/// Checks a panel as a whole: whether its personas are different reviewers, and its quorum means something.
public enum PanelLint {
  /// Findings about the panel of a folder and all its persona files, listed or not.
  public static func check(_ files: FileSet) -> [LintFinding] {
    var findings: [LintFinding] = []
    let kinds: [FactKind]
    do throws(FormatErrors) {
      kinds = try PanelFolder.kinds(in: files)
    } catch {
      return error.errors.map { LintFinding($0) }
    }
    for id in PanelFolder.ids(in: files) {
      let name = "\(id.rawValue).yaml"
      do throws(FormatErrors) {
        findings += PersonaLint.check(try files.read(name), kinds: kinds, fileName: name)
      } catch {
        findings += error.errors.map { LintFinding($0) }
      }
    }
    do throws(FormatErrors) {
      let panel = try PanelFolder.load(files)
      let source = try files.read(PanelFile.name)
      findings += check(panel, file: source.file, source: source)
    } catch {
      // What is wrong with a persona's file was found above.
      findings += error.errors.map { LintFinding($0) }.filter { !findings.contains($0) }
    }
    return findings
  }

  /// Findings about a panel, its personas as such left out.
  public static func check(_ panel: Panel, file: String, source: SourceText? = nil) -> [LintFinding] {
    var log = LintLog(file: file, source: source)
    if 2 * panel.quorum < panel.personas.count {
      log.warn(
        "quorum", "\(panel.quorum) of \(panel.personas.count) votes are enough for a percentage.",
        remedy: "Ask for more than half of the seats.")
    }
    if panel.personas.count < 3 {
      log.warn("order", "A panel of \(panel.personas.count) can hardly disagree.", remedy: "Seat three or more.")
    }
    for (i, persona) in panel.personas.enumerated() {
      for other in panel.personas[..<i] { compare(persona, other, "order[\(i + 1)]", &log) }
    }
    return log.findings
  }

  private static func compare(_ persona: Persona, _ other: Persona, _ path: String, _ log: inout LintLog) {
    if persona.name.lowercased() == other.name.lowercased() {
      log.fail(path, "\(persona.id) and \(other.id) have the same name, “\(persona.name)”.")
    }
    if WordOverlap.share(persona.shipWhen, other.shipWhen) > 0.8 {
      log.warn(path, "\(persona.id) and \(other.id) vote ship by nearly the same rule.")
    }
    for move in persona.moves {
      for same in other.moves where WordOverlap.share(move.ask, same.ask) > 0.8 {
        log.warn(path, "\(persona.id) asks “\(move.id)” nearly as \(other.id) asks “\(same.id)”.")
      }
    }
  }
}
