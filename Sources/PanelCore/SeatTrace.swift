/// What a seat leaves for the seats after it on the same tool: they say something else, and quote other facts.
///
/// With it a seat can be added to reviews that are there already, and says what it would have said beside them.
public struct SeatTrace: Hashable, Sendable, Codable {
  /// Its answers before any was written again.
  public var drafted: [String]
  /// Facts that its answers quote, once for each.
  public var quoted: [EvidenceID]

  public init(drafted: [String] = [], quoted: [EvidenceID] = []) {
    self.drafted = drafted
    self.quoted = quoted
  }
}
