import PanelCore

extension ItemContent {
  /// The content with new texts.
  ///
  /// - Parameter texts: by field; fields left out stay as they are. Line ends become spaces: a move is one paragraph. A
  ///   text equal to the panel's is no edit.
  /// - Throws: ``DeskError`` with `notFound`, `badInput`, `tooLong`.
  public func saying(_ texts: [FieldPath: String]) throws(DeskError) -> ItemContent {
    let originals = Dictionary(fields.map { ($0.path, $0.original) }, uniquingKeysWith: { a, _ in a })
    var content = self
    for (path, text) in texts.sorted(by: { $0.key < $1.key }) {
      guard let original = originals[path] else {
        throw DeskError(
          .notFound, "There is no text “\(path)” in this item.", remedy: "Reload it; a persona may have been run again."
        )
      }
      guard text.utf8.count <= ItemEdits.mostBytes else {
        throw DeskError(
          .tooLong, "The text “\(path)” has \(text.utf8.count) bytes; \(ItemEdits.mostBytes) are the most.",
          remedy: "Shorten it; nothing was saved.")
      }
      let line = Self.oneLine(text)
      guard !line.isEmpty else {
        throw DeskError(
          .badInput, "The text “\(path)” is empty.", remedy: "Write one, or restore the panel's; nothing was saved.")
      }
      content.edits.texts[path] = line == Self.oneLine(original) ? nil : line
    }
    return content
  }

  /// The content with one vote set by a person; nil gives the panel's back.
  ///
  /// - Throws: ``DeskError`` with `notFound`, `badInput`, `tooLong`.
  public func overriding(_ seat: SeatPath, with override: ItemEdits.Override?) throws(DeskError) -> ItemContent {
    let verdict = base.verdicts.first { $0.dossier.slug == seat.tool }
    guard verdict?.reviews.contains(where: { $0.persona == seat.persona }) == true else {
      throw DeskError(.notFound, "There is no seat “\(seat)” in this item.")
    }
    var content = self
    guard var override else {
      content.edits.overrides[seat] = nil
      return content
    }
    override.reason = Self.oneLine(override.reason)
    guard !override.reason.isEmpty else {
      throw DeskError(
        .badInput, "A vote is overridden only with a reason.", remedy: "Write one: readers will see it.")
    }
    guard override.reason.utf8.count <= ItemEdits.mostBytes else {
      throw DeskError(.tooLong, "The reason has more than \(ItemEdits.mostBytes) bytes.", remedy: "Shorten it.")
    }
    content.edits.overrides[seat] = override
    return content
  }

  /// Runs of white space become one space, ends are trimmed.
  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// What readers are told of reviews that are not of the panel's run, and of votes that a person set.
  public var editorNotes: [String] { rerunNotes + overrideNotes }

  private var rerunNotes: [String] {
    edits.reruns.sorted { $0.key < $1.key }.compactMap { seat, run in
      guard let verdict = base.verdicts.first(where: { $0.dossier.slug == seat.tool }),
        let review = verdict.reviews.first(where: { $0.persona == seat.persona })
      else { return nil }
      return "\(review.name) was asked about \(verdict.dossier.name) again (\(run))."
    }
  }

  private var overrideNotes: [String] {
    edits.overrides.sorted { $0.key < $1.key }.compactMap { seat, override in
      guard let verdict = base.verdicts.first(where: { $0.dossier.slug == seat.tool }),
        let review = verdict.reviews.first(where: { $0.persona == seat.persona })
      else { return nil }
      let was = review.vote?.rawValue ?? "no vote"
      return "An editor set the vote of \(review.name) on \(verdict.dossier.name) to \(override.vote.rawValue) "
        + "(the panel: \(was)). The reason: \(override.reason)"
    }
  }
}
