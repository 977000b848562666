/// What goes back.
public struct WebResponse: Sendable {
  public var status: Int
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// Comes after the body, as it is made.
  public var stream: AsyncStream<[UInt8]>?

  public init(
    status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    stream: AsyncStream<[UInt8]>? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.stream = stream
  }

  static func html(_ text: String, status: Int = 200) -> WebResponse {
    WebResponse(status: status, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(text.utf8))
  }

  static func text(_ text: String, status: Int = 200, type: String = "text/plain; charset=utf-8") -> WebResponse {
    WebResponse(status: status, headers: [("Content-Type", type)], body: Array(text.utf8))
  }

  static func json(_ text: String, status: Int = 200) -> WebResponse {
    WebResponse(status: status, headers: [("Content-Type", "application/json")], body: Array(text.utf8))
  }

  /// To another page, which is asked for with GET.
  static func see(_ target: String) -> WebResponse { WebResponse(status: 303, headers: [("Location", target)]) }
}
