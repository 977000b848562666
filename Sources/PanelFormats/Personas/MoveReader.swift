import PanelCore

/// Reads the moves of a persona.
struct MoveReader {
  private let reader: FieldReader
  private var log: ProblemLog { reader.log }

  init(_ reader: FieldReader) { self.reader = reader }

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
    let leadIn = leadIn("lead_in", reader)
    let words = reader.wholeNumber("words", "most words of the answer", in: PersonaFile.wordRange)
    let restOn = restOn(reader)
    let against = reader.node("lead_in_against") == nil ? nil : self.leadIn("lead_in_against", reader)
    if against != nil, restOn != .vote {
      reader.refuse(
        "lead_in_against", found: "given, though the move does not rest on the vote",
        expected: "“rest_on: vote” beside it", remedy: "Without it, one lead-in opens every answer.")
    }
    if let words, let longest = [leadIn, against].compactMap({ $0?.wordCount }).max(), longest >= words {
      reader.refuse(
        "words", found: "\(words), but the lead-in alone has \(counted(longest, "word"))",
        expected: "more words than the lead-in has")
    }
    let choices = choices(reader)
    let lookFor = reader.texts(
      "look_for", "a word that facts hold", atMost: 40, count: PersonaFile.mostWordsLookedFor)
    let lookPast = reader.texts(
      "look_past", "a word that facts hold", atMost: 40, count: PersonaFile.mostWordsLookedFor)
    let needs = reader.texts("needs", "a word that facts hold", atMost: 40, count: PersonaFile.mostWordsLookedFor)
    let otherwise = otherwise(reader, "\(path).otherwise")
    if otherwise == nil, needs?.isEmpty == false, reader.node("otherwise") == nil {
      reader.refuse(
        "needs", found: "given without otherwise", expected: "“otherwise” beside it",
        remedy: "Say how the move is put where no fact holds one of these words.")
    }
    guard let id, let ask, let leadIn, let words else { return nil }
    return Move(
      id: id, ask: ask.onOneLine(), leadIn: leadIn, words: words, choices: choices, restOn: restOn,
      leadInAgainst: against, lookFor: (lookFor ?? []).map { $0.onOneLine() },
      lookPast: (lookPast ?? []).map { $0.onOneLine() }, needs: (needs ?? []).map { $0.onOneLine() },
      otherwise: otherwise)
  }

  private func otherwise(_ outer: FieldReader, _ path: String) -> MoveAlternative? {
    guard let node = outer.node("otherwise"),
      let reader = FieldReader(node, "another way to put a move", path: path, keys: PersonaFile.otherwiseKeys, log: log)
    else { return nil }
    let ask = reader.text("ask", "the question, as it is put to the model", atMost: 600)
    if let ask { checkPlaceholders(of: ask, "ask", reader) }
    let leadIn = leadIn("lead_in", reader)
    let restOn = restOn(reader)
    if restOn == .vote {
      reader.refuse(
        "rest_on", found: "vote", expected: "a kind of fact", remedy: "Only a move itself rests on the vote.")
    }
    let lookFor = reader.texts(
      "look_for", "a word that facts hold", atMost: 40, count: PersonaFile.mostWordsLookedFor)
    guard let ask, let leadIn else { return nil }
    return MoveAlternative(
      ask: ask.onOneLine(), leadIn: leadIn, restOn: restOn, lookFor: (lookFor ?? []).map { $0.onOneLine() })
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

  /// Prefilled as it is, so its ends matter: a model's tokens carry the space before a word.
  private func leadIn(_ key: String, _ reader: FieldReader) -> String? {
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
    checkPlaceholders(of: text, key, reader, known: ["name", "fact", "choice"])
    return text.onOneLine()
  }

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
          expected: known.count == 1
            ? "no placeholder but {name}, the tool's name"
            : "no placeholder but {name}, the tool's name, {fact}, the fact that the answer rests on, and {choice}")
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
