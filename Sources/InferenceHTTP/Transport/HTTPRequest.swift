/// One HTTP exchange to be made.
public struct HTTPRequest: Sendable {
  public var method: String
  /// `http://` or `https://`.
  public var url: String
  /// Path of a Unix socket to connect to instead of the host in `url`.
  public var unixSocket: String?
  /// In the order in which they are sent.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]?
  /// Time to resolve the name, connect and agree on TLS; nil leaves it to libcurl (five minutes).
  public var connectTimeout: Duration?
  /// Redirects followed; 0 hands a redirect back as the response. Credentials go to the first host only.
  public var redirectLimit: Int

  public init(
    method: String = "GET", url: String, unixSocket: String? = nil, headers: [(name: String, value: String)] = [],
    body: [UInt8]? = nil, connectTimeout: Duration? = nil, redirectLimit: Int = 0
  ) {
    self.method = method
    self.url = url
    self.unixSocket = unixSocket
    self.headers = headers
    self.body = body
    self.connectTimeout = connectTimeout
    self.redirectLimit = redirectLimit
  }
}

/// Status and header fields of a response.
public struct HTTPHead: Sendable {
  public var status: Int
  public var headers: [(name: String, value: String)]

  public init(status: Int, headers: [(name: String, value: String)] = []) {
    self.status = status
    self.headers = headers
  }

  /// The first value of the field `name`, whatever its case.
  public subscript(name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }?.value
  }
}

/// A response whose head is here and whose body is still coming.
public struct HTTPResponse: Sendable {
  public var head: HTTPHead
  public var body: HTTPBody
}
