/// An HTTP/1.1 client on libcurl: one thread for all transfers, connections kept for reuse, bodies as async chunks.
///
///     let client = CurlClient()
///     let response = try await client.send(HTTPRequest(url: "http://127.0.0.1:8080/health"))
///     while let bytes = try await response.body.next() { … }
///     await client.close()
///
/// The usual proxy variables of the environment are honoured by libcurl, except towards this machine. TLS and its
/// certificates are libcurl's.
public final class CurlClient: Sendable {
  private let loop = CurlLoop()

  public init() { loop.begin() }

  deinit { loop.stop() }

  /// Sends a request and returns when the head of the response is here. Cancelling the task closes the connection.
  ///
  /// - Throws: ``TransferError``.
  public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let transfer = loop.makeTransfer(request)
    let body = HTTPBody(transfer: transfer, loop: loop)
    let head = try await withTaskCancellationHandler {
      loop.start(transfer)
      return try await transfer.head()
    } onCancel: {
      loop.cancel(transfer)
    }
    return HTTPResponse(head: head, body: body)
  }

  /// Sends a request and collects the whole response.
  ///
  /// - Parameter limit: Most bytes that the body may have.
  /// - Throws: ``TransferError``.
  public func fetch(_ request: HTTPRequest, limit: Int) async throws -> (head: HTTPHead, body: [UInt8]) {
    let response = try await send(request)
    return (response.head, try await response.body.collect(limit: limit))
  }

  /// Ends all transfers with an error and returns when the thread is gone. Requests sent afterwards fail.
  public func close() async {
    loop.stop()
    await loop.stopped()
  }
}
