import Foundation

extension Encodable {
  /// A report as JSON for people and programs: indented, keys in `snake_case` and in the order of their letters.
  func reportJSON() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
