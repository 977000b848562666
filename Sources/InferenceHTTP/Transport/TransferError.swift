/// Why an HTTP exchange did not come to its end.
public struct TransferError: Error, Hashable, Sendable, CustomStringConvertible {
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    /// The address cannot be read, or its scheme is neither `http` nor `https`.
    public static let badAddress = Code(rawValue: "bad_address")
    /// No address is known for the name.
    public static let notFound = Code(rawValue: "not_found")
    /// Nobody accepts connections there.
    public static let refused = Code(rawValue: "refused")
    public static let connectTimedOut = Code(rawValue: "connect_timed_out")
    /// The connection was made, but TLS was not agreed on, or the certificate is not trusted.
    public static let tls = Code(rawValue: "tls")
    /// The connection broke before the whole response was here.
    public static let interrupted = Code(rawValue: "interrupted")
    /// What came is not HTTP.
    public static let notHTTP = Code(rawValue: "not_http")
    /// The body is longer than the reader wants.
    public static let tooLarge = Code(rawValue: "too_large")
    /// A download's file could not be written.
    public static let notWritten = Code(rawValue: "not_written")
    /// A download was answered with another status than 200 or 206.
    public static let badStatus = Code(rawValue: "bad_status")
    /// No byte came for longer than the reader waits.
    public static let stalled = Code(rawValue: "stalled")
    public static let cancelled = Code(rawValue: "cancelled")
    /// The client was closed.
    public static let closed = Code(rawValue: "closed")
    public static let other = Code(rawValue: "other")
  }

  public var code: Code
  /// What happened, one sentence.
  public var detail: String
  /// The address, without a password; empty where none is concerned.
  public var url: String
  /// Whether a response's head was received before the failure: then the server may have done the work.
  public var hadResponse: Bool

  public init(_ code: Code, _ detail: String, at url: String = "", hadResponse: Bool = false) {
    self.code = code
    self.detail = detail
    self.url = Self.withoutPassword(url)
    self.hadResponse = hadResponse
  }

  public var description: String { url.isEmpty ? detail : "\(url): \(detail)" }

  static func withoutPassword(_ url: String) -> String {
    guard let start = url.firstRange(of: "://")?.upperBound else { return url }
    let end = url[start...].firstIndex { "/?#".contains($0) } ?? url.endIndex
    guard let at = url[start..<end].lastIndex(of: "@") else { return url }
    return String(url[..<start] + url[url.index(after: at)...])
  }
}
