import Foundation
public import PanelCore

/// A review as it is stored: whole, and every number to its last bit, which the JSON of the contract rounds away.
public struct ReviewText: Codable, Sendable {
  var review: Review
  var trace: SeatTrace?

  public init(_ review: Review, trace: SeatTrace? = nil) {
    self.review = review
    self.trace = trace
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
}
