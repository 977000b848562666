public import PanelCore

/// Checks a persona beyond what its format demands: whether its moves differ, its rule can be decided, and its name is a
/// role.
public enum PersonaLint {
  /// Share of words above which two questions are taken for the same one.
  static let sameQuestion = 0.6

  /// Findings about a file, errors of reading it among them.
  ///
  /// - Parameters:
  ///   - kinds: of facts that its readings name.
  ///   - fileName: the last part of its path, which has to be the persona's id.
  public static func check(_ source: SourceText, kinds: [FactKind], fileName: String) -> [LintFinding] {
    do throws(FormatErrors) {
      return check(try PersonaFile.parse(source, kinds: kinds, fileName: fileName), file: source.file, source: source)
    } catch {
      return error.errors.map { LintFinding($0) }
    }
  }

  /// Findings about a persona.
  ///
  /// - Parameters:
  ///   - file: its file's name in messages.
  ///   - source: the file's text, for lines and columns.
  public static func check(_ persona: Persona, file: String, source: SourceText? = nil) -> [LintFinding] {
    var log = LintLog(file: file, source: source)
    checkName(persona, &log)
    checkRule(persona, &log)
    for (i, move) in persona.moves.enumerated() { check(move, "moves[\(i + 1)]", &log) }
    checkDistinct(persona.moves, &log)
    checkSayings(persona.moves, &log)
    if persona.moves.count < 2 {
      log.warn(
        "moves", "There is one move only, so that the review is one sentence.", remedy: "Ask at least two questions.")
    }
    return log.findings
  }

  private static func checkName(_ persona: Persona, _ log: inout LintLog) {
    let words = persona.name.lowercased().split { !$0.isLetter }.map(String.init)
    if let name = words.first(where: FirstNames.common.contains) {
      log.fail(
        "name", "“\(persona.name)” holds the first name “\(name)”; a persona is a role, never a person.",
        remedy: "Name what it does, like DX reviewer.")
    }
    if persona.name.contains("@") || words.first == "mr" || words.first == "mrs" || words.first == "dr" {
      log.fail("name", "“\(persona.name)” names a person; a persona is a role.", remedy: "Name what it does.")
    }
  }

  private static func checkRule(_ persona: Persona, _ log: inout LintLog) {
    for (key, text) in [("ship_when", persona.shipWhen), ("skip_when", persona.skipWhen)] where text.wordCount < 4 {
      log.warn(
        key, "“\(text)” is too short to decide a vote.",
        remedy: "Name what has to be in the facts, like “the first step is documented”.")
    }
    if persona.shipWhen.lowercased() == persona.skipWhen.lowercased() {
      log.fail("skip_when", "ship_when and skip_when are the same, so that no vote can be decided.")
    } else if WordOverlap.share(persona.shipWhen, persona.skipWhen) > 0.8 {
      log.warn(
        "skip_when", "ship_when and skip_when use nearly the same words.",
        remedy: "A small model tells them apart better when each names its own facts.")
    }
  }

  private static func check(_ move: Move, _ path: String, _ log: inout LintLog) {
    if let last = move.ask.last, last != "?", last != "." {
      log.warn(
        "\(path).ask", "“\(move.ask)” is neither a question nor a whole sentence.",
        remedy: "End it with a question mark, or with a full stop where it is an instruction.")
    }
    if move.ask.wordCount < 3 {
      log.warn("\(path).ask", "“\(move.ask)” is too short to be answered in one way.")
    }
    let opening = move.leadIn.wordCount + move.goesOn.wordCount
    if opening * 2 > move.words {
      log.warn(
        "\(path).words", "The lead-in takes \(opening) of the \(move.words) words.",
        remedy: "Shorten the lead-in or allow more words.")
    }
    if let choices = move.choices, !move.leadIn.contains("{choice}"),
      move.leadIn.hasSuffix("?") || move.leadIn.hasSuffix(".")
    {
      log.warn(
        "\(path).lead_in", "The lead-in is closed, so that none of \(alternatives(choices)) goes on with it.",
        remedy: "Open the answer, like “It is”.")
    }
  }

  private static func checkSayings(_ moves: [Move], _ log: inout LintLog) {
    var seen: [String: Int] = [:]
    for (i, move) in moves.enumerated() {
      let readings = move.readings + (move.against?.readings ?? []) + (move.otherwise?.opening.readings ?? [])
      for saying in readings.flatMap(\.sayings) {
        if let first = seen[saying] {
          log.warn(
            "moves[\(i + 1)].readings", "“\(saying)” stands in moves[\(first + 1)] already.",
            remedy: "Say it once: a reader may meet both.")
        }
        seen[saying] = i
      }
    }
  }

  private static func checkDistinct(_ moves: [Move], _ log: inout LintLog) {
    for (i, move) in moves.enumerated() {
      for (k, other) in moves[..<i].enumerated() {
        if move.leadIn.lowercased() == other.leadIn.lowercased() {
          log.warn(
            "moves[\(i + 1)].lead_in", "moves[\(k + 1)] opens with the same words, so that the answers will too.")
        }
        if WordOverlap.share(move.ask, other.ask) >= sameQuestion {
          log.warn(
            "moves[\(i + 1)].ask", "moves[\(k + 1)] asks nearly the same.", remedy: "Ask something else, or drop one.")
        }
      }
    }
  }
}
