import Foundation
public import PanelCore

/// A review as it is stored: every number to its last bit, which the JSON of the contract rounds away.
public struct ReviewText: Codable, Sendable {
  struct DriverText: Codable, Sendable {
    var evidence: Int
    var weight: Double
  }

  struct MoveText: Codable, Sendable {
    var id: String
    var text: String
    var evidence: [Int]
    var supported: Bool
  }

  var persona: String
  var name: String
  var vote: String?
  var pShip: Double?
  var pShipRaw: Double?
  var drivers: [DriverText]
  var moves: [MoveText]
  var error: String?
  var drafted: [String]?

  public init(_ review: Review, drafted: [String]? = nil) {
    self.drafted = drafted
    persona = review.persona.rawValue
    name = review.name
    vote = review.vote?.rawValue
    pShip = review.pShip
    pShipRaw = review.pShipRaw
    drivers = review.drivers.map { DriverText(evidence: $0.evidence.rawValue, weight: $0.weight) }
    moves = review.moves.map {
      MoveText(id: $0.id, text: $0.text, evidence: $0.evidence.map(\.rawValue), supported: $0.isSupported)
    }
    error = review.error
  }

  /// With sorted keys: the same review gives the same bytes.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  static func read(_ text: String) throws -> ReviewText {
    try JSONDecoder().decode(ReviewText.self, from: Data(text.utf8))
  }

  /// nil where the persona's id or the vote is none.
  var review: Review? {
    guard let id = PersonaID(persona) else { return nil }
    let known = vote.flatMap { Vote(rawValue: $0) }
    guard (known == nil) == (vote == nil) else { return nil }
    return Review(
      persona: id, name: name, vote: known, pShip: pShip, pShipRaw: pShipRaw,
      drivers: drivers.map { Driver(evidence: EvidenceID($0.evidence), weight: $0.weight) },
      moves: moves.map {
        MoveAnswer(id: $0.id, text: $0.text, evidence: $0.evidence.map { EvidenceID($0) }, isSupported: $0.supported)
      }, error: error)
  }
}
