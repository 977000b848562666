/// Whether an address is of this machine itself.
enum Loopback {
  static func contains(url: String) -> Bool {
    guard let start = url.firstRange(of: "://")?.upperBound else { return false }
    let authority = url[start...].prefix { !"/?#".contains($0) }
    let afterUser = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    let host =
      afterUser.first == "["
      ? afterUser.dropFirst().prefix { $0 != "]" } : afterUser.prefix { $0 != ":" }
    return contains(host: String(host))
  }

  static func contains(host: String) -> Bool {
    let name = host.lowercased()
    if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }

  /// Seconds with their fraction, as `1.5`.
  var secondsText: String {
    let value = Double(milliseconds) / 1000
    return value == value.rounded() ? String(Int(value)) : String(value)
  }
}
