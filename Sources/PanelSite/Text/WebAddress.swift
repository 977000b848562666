/// An address that a page may link to: `http` or `https`, of plain characters, without a name and password in it.
///
/// Everything else that stands where an address could (a document's name, `javascript:`, an address with a space) is
/// shown as text.
struct WebAddress: Hashable, Sendable {
  let text: String

  /// nil where `text` is not such an address.
  init?(_ text: String) {
    let lower = text.lowercased()
    guard let scheme = ["https://", "http://"].first(where: { lower.hasPrefix($0) }) else { return nil }
    let rest = text.dropFirst(scheme.count)
    guard rest.utf8.count <= 2000, rest.utf8.allSatisfy(Self.isPlain) else { return nil }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let first = authority.utf8.first, Self.isAlphanumeric(first) || first == UInt8(ascii: "["),
      !authority.contains("@"), !authority.contains("\\")
    else { return nil }
    self.text = text
  }

  /// The address as people say it: without scheme and final slash.
  var spoken: String {
    var text = text[...]
    if let range = text.firstRange(of: "://") { text = text[range.upperBound...] }
    if text.hasSuffix("/") { text = text.dropLast() }
    return String(text)
  }

  /// The characters of RFC 3986, without those that end an attribute or a Markdown link.
  private static func isPlain(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "-._~:/?#[]@!$&'*+,;=%()".utf8.contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
