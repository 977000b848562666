import PanelCore

/// Reads the moves of a persona.
struct MoveReader {
  private let reader: FieldReader
  /// Ids that readings may name.
  private let kinds: [String]
  /// Of these, the kinds of which the fact can be that says what a tool is.
  private let firstKinds: [String]
  private var log: ProblemLog { reader.log }

  init(_ reader: FieldReader, kinds: [FactKind]) {
    self.reader = reader
    self.kinds = kinds.map(\.id) + [FactKind.identity]
    firstKinds = kinds.filter(\.isOfFirst).map(\.id) + [FactKind.identity]
  }

  /// nil where there is none.
  func moves() -> [Move]? {
    let expected = "a list of moves, each with id, ask, lead_in and words"
    guard let node = reader.node("moves") else {
      reader.miss("moves", expected: expected, remedy: "Add at least one question that the persona must answer.")
      return nil
    }
    guard let nodes = reader.list(node, at: "moves", expected, count: PersonaFile.mostMoves) else { return nil }
    guard !nodes.isEmpty else {
      reader.miss("moves", expected: expected, remedy: "Add at least one question that the persona must answer.")
      return nil
    }
    var seen: [String: Int] = [:]
    return nodes.enumerated().compactMap { offset, node -> Move? in
      guard let move = move(node, number: offset + 1) else { return nil }
      if let first = seen[move.id] {
        log.add(
          .invalidValue, at: node.place, "moves[\(offset + 1)].id",
          found: "\(quoted(move.id)), like that of moves[\(first)]", expected: "an id of its own")
      }
      seen[move.id] = seen[move.id] ?? offset + 1
      return move
    }
  }

  private func move(_ node: YAMLNode, number: Int) -> Move? {
    let path = "moves[\(number)]"
    guard let reader = FieldReader(node, "a move", path: path, keys: PersonaFile.moveKeys, log: log) else {
      return nil
    }
    let id = reader.text("id", "a short name, like primitive", atMost: 64)
    if let id, PersonaID(id) == nil {
      reader.refuse(
        "id", found: quoted(id), expected: "a–z, 0–9, “-”, “.” and “_”, beginning with a letter or digit")
    }
    let ask = reader.text("ask", "the question, as it is put to the model", atMost: 600)
    if let ask { checkPlaceholders(of: ask, "ask", reader) }
    let words = reader.wholeNumber("words", "most words of the answer", in: PersonaFile.wordRange)
    let restOn = restOn(reader)
    let choices = choices(reader)
    let opening = opening(reader, restOn, choices: choices)
    let spare = reader.node("spare") == nil ? [] : sayings("spare", reader) ?? []
    if !spare.isEmpty, opening?.leadIn.contains("{fact}") == false {
      reader.refuse(
        "spare", found: "given, though the lead-in quotes no fact", expected: "“{fact}” in lead_in",
        remedy: "It follows the quoted fact where the model’s own answer does not hold.")
    }
    let against = against(reader, "\(path).against", restOn, choices: choices)
    let longest = [opening, against].compactMap { $0 }.map { $0.leadIn.wordCount + $0.goesOn.wordCount }.max()
    if let words, let longest, longest >= words {
      reader.refuse(
        "words", found: "\(words), but the lead-in alone has \(counted(longest, "word"))",
        expected: "more words than the lead-in has")
    }
    let otherwise = otherwise(reader, "\(path).otherwise", choices: choices)
    guard let id, let ask, let opening, let words else { return nil }
    return Move(
      id: id, ask: ask.onOneLine(), leadIn: opening.leadIn, goesOn: opening.goesOn, words: words, choices: choices,
      restOn: restOn, readings: opening.readings, spare: spare, against: against, otherwise: otherwise)
  }

  private func against(_ outer: FieldReader, _ path: String, _ restOn: FactSide, choices: [String]?) -> MoveOpening? {
    guard let node = outer.node("against"),
      let reader = FieldReader(
        node, "how a move opens against the tool", path: path, keys: PersonaFile.openingKeys, log: log)
    else { return nil }
    if restOn != .vote {
      outer.refuse(
        "against", found: "given, though the move does not rest on the vote",
        expected: "“rest_on: vote” beside it", remedy: "Without it, one lead-in opens every answer.")
    }
    return opening(reader, restOn, choices: choices)
  }

  private func otherwise(_ outer: FieldReader, _ path: String, choices: [String]?) -> MoveAlternative? {
    guard let node = outer.node("otherwise"),
      let reader = FieldReader(node, "another way to put a move", path: path, keys: PersonaFile.otherwiseKeys, log: log)
    else { return nil }
    let ask = reader.text("ask", "the question, as it is put to the model", atMost: 600)
    if let ask { checkPlaceholders(of: ask, "ask", reader) }
    let restOn = restOn(reader)
    let opening = opening(reader, restOn, choices: choices, mayLeaveOpen: true)
    if restOn == .vote {
      reader.refuse(
        "rest_on", found: "vote", expected: "a kind of fact", remedy: "Only a move itself rests on the vote.")
    }
    guard let ask, let opening else { return nil }
    return MoveAlternative(ask: ask.onOneLine(), opening: opening, restOn: restOn)
  }

  /// - Parameter mayLeaveOpen: whether a closed question may stay without an answer.
  private func opening(
    _ reader: FieldReader, _ restOn: FactSide, choices: [String]?, mayLeaveOpen: Bool = false
  ) -> MoveOpening? {
    let leadIn = leadIn("lead_in", reader)
    let goesOn = goesOn(reader)
    let leavesOpen = mayLeaveOpen && leadIn?.contains("{choice}") == false
    let readings = readings(reader, choices: leavesOpen ? nil : choices, leadIn: leadIn)
    guard let leadIn, let goesOn else { return nil }
    if !readings.isEmpty, !leadIn.contains("{fact}"), restOn != .first {
      reader.refuse(
        "readings", found: "given, though the lead-in quotes no fact",
        expected: "“{fact}” in lead_in, or “rest_on: first”",
        remedy: "A reading says what the quoted fact means, or what the tool is.")
    }
    if choices != nil, !leavesOpen, !goesOn.isEmpty || !readings.isEmpty, !leadIn.contains("{choice}") {
      reader.refuse(
        "lead_in", found: "without “{choice}”, though more follows it", expected: "“{choice}” where the answer belongs",
        remedy: "Without it the answer stands at the end, followed by “, because”.")
    }
    if !readings.isEmpty, goesOn.isEmpty {
      reader.miss(
        "goes_on",
        expected: "the words by which the model goes on where no reading is for the fact, like “So a user has to”")
    }
    return MoveOpening(leadIn: leadIn, goesOn: goesOn, readings: readings)
  }

  private func readings(_ outer: FieldReader, choices: [String]?, leadIn outerLeadIn: String?) -> [Reading] {
    let expected = "a list of readings, each with of and say"
    guard let node = outer.node("readings"),
      let nodes = outer.list(node, at: outer.join("readings"), expected, count: PersonaFile.mostReadings)
    else { return [] }
    return nodes.enumerated().compactMap { offset, node -> Reading? in
      let path = "\(outer.join("readings"))[\(offset + 1)]"
      guard let reader = FieldReader(node, "a reading", path: path, keys: PersonaFile.readingKeys, log: log) else {
        return nil
      }
      let sayings = sayings("say", reader)
      let choice = reader.optionalText("choice", "the answer of the closed question that it is for", atMost: 60)
      if let choice, !(choices ?? []).contains(choice) {
        reader.refuse(
          "choice", found: quoted(choice),
          expected: choices.map { "one of \($0.joined(separator: ", "))" } ?? "“choices” in the move")
      }
      let goesOn = goesOn(reader)
      let leadIn = reader.node("lead_in") == nil ? nil : leadIn("lead_in", reader)
      for mark in ["{fact}", "{choice}"] {
        guard let leadIn, let outerLeadIn, leadIn.contains(mark) != outerLeadIn.contains(mark) else { continue }
        reader.refuse(
          "lead_in", found: "\(leadIn.contains(mark) ? "with" : "without") “\(mark)”",
          expected: "“\(mark)” in it where the move’s own lead-in has it, and nowhere else",
          remedy: "It takes the place of \(quoted(outerLeadIn)) for facts of these kinds.")
      }
      let toolKinds = reader.node("of_tool") == nil ? [] : kindNames("of_tool", reader)
      guard let kinds = kindNames("of", reader), let toolKinds, let sayings, let goesOn else { return nil }
      return Reading(
        kinds: kinds, toolKinds: toolKinds, choice: choice, leadIn: leadIn, goesOn: goesOn, sayings: sayings)
    }
  }

  /// - Parameter key: `of`, or `of_tool`, which names kinds of the fact that says what the tool is.
  private func kindNames(_ key: String, _ reader: FieldReader) -> [String]? {
    let known = key == "of" ? kinds : firstKinds
    let expected = "kinds of fact, of \(known.joined(separator: ", "))"
    guard let names = oneOrMore(key, "a kind of fact", expected, atMost: 40, count: FactKindFile.mostKinds, reader)
    else { return nil }
    for name in names where !known.contains(name) {
      let near = NearestNames.of(name, in: known, limit: 1).first
      reader.refuse(
        key, found: "holding \(quoted(name))", expected: expected,
        remedy: near.map { "Did you mean “\($0)”?" } ?? "Kinds are defined in \(FactKindFile.name).")
    }
    return names
  }

  private func oneOrMore(
    _ key: String, _ what: String, _ expected: String, atMost limit: Int, count: Int, _ reader: FieldReader
  ) -> [String]? {
    guard reader.node(key) != nil else {
      reader.miss(key, expected: expected)
      return nil
    }
    let before = log.errors.count
    guard let texts = reader.texts(key, what, atMost: limit, count: count) else { return nil }
    if texts.isEmpty, log.errors.count == before { reader.refuse(key, found: "an empty list", expected: expected) }
    return texts.isEmpty ? nil : texts
  }

  private func sayings(_ key: String, _ reader: FieldReader) -> [String]? {
    let expected = "what the fact means, in a sentence"
    guard
      let sayings = oneOrMore(
        key, expected, "a list of sentences: \(expected)", atMost: 300, count: PersonaFile.mostSayings, reader)
    else { return nil }
    for saying in sayings {
      checkPlaceholders(of: saying, key, reader)
      if let last = saying.last, !".!?".contains(last) {
        reader.refuse(key, found: quoted(saying), expected: "a sentence that ends with a full stop")
      }
    }
    return sayings.map { $0.onOneLine() }
  }

  private func restOn(_ reader: FieldReader) -> FactSide {
    let names = FactSide.allCases.map(\.rawValue)
    let expected = "one of \(names.joined(separator: ", ")): the facts that the answer rests on"
    guard reader.node("rest_on") != nil, let text = reader.text("rest_on", expected, atMost: 40) else { return .any }
    if let side = FactSide(rawValue: text) { return side }
    let near = NearestNames.of(text, in: names, limit: 1).first
    reader.refuse(
      "rest_on", found: quoted(text), expected: expected, remedy: near.map { "Did you mean “\($0)”?" } ?? "")
    return .any
  }

  /// Empty where there is none.
  private func goesOn(_ reader: FieldReader) -> String? {
    guard reader.node("goes_on") != nil else { return "" }
    guard let text = leadIn("goes_on", reader, known: ["name", "purpose"]) else { return nil }
    if let mark = text.firstRange(of: "{purpose}"), mark.upperBound != text.endIndex {
      reader.refuse(
        "goes_on", found: quoted(text), expected: "“{purpose}” at its end",
        remedy: "The model goes on in its place where a dossier names no purpose.")
    }
    return text
  }

  /// Prefilled as it is, so its ends matter: a model's tokens carry the space before a word.
  private func leadIn(
    _ key: String, _ reader: FieldReader, known: [String] = ["name", "fact", "choice"]
  ) -> String? {
    let expected = "the words that open the answer, like “The direct competitor is”"
    guard let text = reader.text(key, expected, atMost: 300) else { return nil }
    if case .text(let raw)? = reader.node(key)?.content {
      // A folded or literal block (`>`, `|`) ends in a line break that its writer does not see.
      let ended = raw.hasSuffix("\n") ? String(raw.dropLast()) : raw
      if ended != text {
        reader.refuse(
          key, found: "\(quoted(ended)), with white space at its \(ended.hasPrefix(text) ? "end" : "beginning")",
          expected: "no white space at its ends", remedy: "The model's next word brings its own space.")
      }
    }
    checkPlaceholders(of: text, key, reader, known: known)
    return text.onOneLine()
  }

  private static let placeholders = [
    "name": "the tool's name", "fact": "the fact that the answer rests on", "choice": "the answer of a closed question",
    "purpose": "what the tool is used for",
  ]

  private func checkPlaceholders(
    of text: String, _ key: String, _ reader: FieldReader, known: [String] = ["name"]
  ) {
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      let close = rest[open...].firstIndex(of: "}")
      let name = close.map { rest[rest.index(after: open)..<$0] }
      if !known.contains(name.map(String.init) ?? "") {
        reader.refuse(
          key, found: "holding \(quoted(String(rest[open...(close ?? open)])))",
          expected: "no placeholder but "
            + known.map { "{\($0)}, \(Self.placeholders[$0] ?? "")" }.joined(separator: ", and "))
        return
      }
      rest = rest[(close.map { rest.index(after: $0) } ?? rest.endIndex)...]
    }
  }

  private func choices(_ reader: FieldReader) -> [String]? {
    guard
      let labels = reader.texts("choices", "a label, like on time", atMost: 60, count: PersonaFile.mostChoices)
    else { return nil }
    if labels.count < 2 {
      reader.refuse("choices", found: "a list of \(counted(labels.count, "label"))", expected: "at least two labels")
    }
    var seen: Set<String> = []
    for label in labels where !seen.insert(label.lowercased()).inserted {
      reader.refuse("choices", found: "holding \(quoted(label)) twice", expected: "labels that differ")
    }
    return labels.map { $0.onOneLine() }
  }
}
