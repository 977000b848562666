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
    let leadIn = leadIn(reader)
    let words = reader.wholeNumber("words", "most words of the answer", in: PersonaFile.wordRange)
    if let leadIn, let words, leadIn.wordCount >= words {
      reader.refuse(
        "words", found: "\(words), but the lead-in alone has \(counted(leadIn.wordCount, "word"))",
        expected: "more words than the lead-in has")
    }
    let choices = choices(reader)
    guard let id, let ask, let leadIn, let words else { return nil }
    return Move(id: id, ask: ask.onOneLine(), leadIn: leadIn, words: words, choices: choices)
  }

  /// Prefilled as it is, so its ends matter: a model's tokens carry the space before a word.
  private func leadIn(_ reader: FieldReader) -> String? {
    let expected = "the words that open the answer, like “The direct competitor is”"
    guard let text = reader.text("lead_in", expected, atMost: 300) else { return nil }
    if case .text(let raw)? = reader.node("lead_in")?.content {
      // A folded or literal block (`>`, `|`) ends in a line break that its writer does not see.
      let ended = raw.hasSuffix("\n") ? String(raw.dropLast()) : raw
      if ended != text {
        reader.refuse(
          "lead_in", found: "\(quoted(ended)), with white space at its \(ended.hasPrefix(text) ? "end" : "beginning")",
          expected: "no white space at its ends", remedy: "The model's next word brings its own space.")
      }
    }
    checkPlaceholders(of: text, "lead_in", reader)
    return text.onOneLine()
  }

  private func checkPlaceholders(of text: String, _ key: String, _ reader: FieldReader) {
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      let close = rest[open...].firstIndex(of: "}")
      let name = close.map { rest[rest.index(after: open)..<$0] }
      if name != "name" {
        reader.refuse(
          key, found: "holding \(quoted(String(rest[open...(close ?? open)])))",
          expected: "no placeholder but {name}, the tool's name")
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
