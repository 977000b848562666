/// The body of a response, chunk by chunk as it comes. Dropping the last reference to it closes the connection, and so
/// does cancelling the task that waits for a chunk.
public final class HTTPBody: Sendable {
  private let transfer: Transfer
  private let loop: CurlLoop

  init(transfer: Transfer, loop: CurlLoop) {
    self.transfer = transfer
    self.loop = loop
  }

  deinit { loop.cancel(transfer) }

  /// The next bytes, never empty; nil at the end of the body. One reader at a time.
  ///
  /// - Throws: ``TransferError``; of code `cancelled` where the task was cancelled.
  public func next() async throws -> [UInt8]? {
    try await withTaskCancellationHandler {
      try await transfer.chunk { loop.resume(transfer) }
    } onCancel: {
      loop.cancel(transfer)
    }
  }

  /// The rest of the body in one piece.
  ///
  /// - Throws: ``TransferError`` of code `tooLarge` where there are more than `limit` bytes.
  public func collect(limit: Int) async throws -> [UInt8] {
    var all: [UInt8] = []
    while let chunk = try await next() {
      guard all.count + chunk.count <= limit else {
        throw TransferError(
          .tooLarge, "The response is longer than \(limit) bytes.", at: transfer.request.url, hadResponse: true)
      }
      all += chunk
    }
    return all
  }
}
