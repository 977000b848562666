/// Takes the lead-in off an answer that was asked to begin with it, while the answer streams.
///
/// White space and case do not matter. An answer that begins otherwise is handed through from its start.
struct LeadInStripper: Sendable {
  private let wanted: [Character]
  private var matched = 0
  private var held = ""
  private var isOpen = true

  init(_ leadIn: String) {
    wanted = leadIn.lowercased().filter { !$0.isWhitespace }.map { $0 }
    isOpen = !wanted.isEmpty
  }

  /// What of `piece`, and of what was held back before, belongs to the text.
  mutating func feed(_ piece: String) -> String {
    guard isOpen else { return piece }
    for (offset, character) in piece.enumerated() {
      held.append(character)
      if character.isWhitespace || (matched == 0 && "\"“*`".contains(character)) { continue }
      guard character.lowercased() == String(wanted[matched]) else {
        isOpen = false
        return held + piece.dropFirst(offset + 1)
      }
      matched += 1
      if matched == wanted.count {
        isOpen = false
        held = ""
        return String(piece.dropFirst(offset + 1))
      }
    }
    return ""
  }

  /// What is still held back when the answer ends.
  mutating func end() -> String {
    defer { isOpen = false }
    return isOpen && matched < wanted.count ? held : ""
  }
}
