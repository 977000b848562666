/// What the thread of libcurl and the reader of one response share.
///
/// The thread puts the head, then chunks, then an end; the reader takes them. A full buffer makes the thread pause the
/// transfer, so a fast server cannot fill the memory.
final class Transfer: Sendable {
  /// Bytes that wait for the reader before the transfer is paused.
  static let bufferLimit = 256 * 1024

  let id: UInt64
  let request: HTTPRequest
  private let state = Locked(State())

  init(id: UInt64, request: HTTPRequest) {
    self.id = id
    self.request = request
  }

  private struct State {
    var head: HTTPHead?
    var chunks: [[UInt8]] = []
    var buffered = 0
    var isPaused = false
    var end: Result<Void, TransferError>?
    var headWaiter: CheckedContinuation<HTTPHead, any Error>?
    var chunkWaiter: CheckedContinuation<[UInt8]?, any Error>?
  }

  // MARK: The thread's side

  var hasHead: Bool { state.withLock { $0.head != nil } }

  /// Cancelled before it began, or complete.
  var isOver: Bool { state.withLock { $0.end != nil } }

  func put(_ head: HTTPHead) {
    let waiter = state.withLock { state -> CheckedContinuation<HTTPHead, any Error>? in
      guard state.head == nil, state.end == nil else { return nil }
      state.head = head
      defer { state.headWaiter = nil }
      return state.headWaiter
    }
    waiter?.resume(returning: head)
  }

  /// False where the chunk was not taken because the reader is behind; it has to be offered again after ``drained``.
  func put(_ chunk: UnsafeRawBufferPointer) -> Bool {
    enum Outcome {
      case kept
      case refused
      case handed(CheckedContinuation<[UInt8]?, any Error>)
    }
    let outcome = state.withLock { state -> Outcome in
      if let waiter = state.chunkWaiter {
        state.chunkWaiter = nil
        return .handed(waiter)
      }
      if state.buffered > 0, state.buffered + chunk.count > Self.bufferLimit {
        state.isPaused = true
        return .refused
      }
      state.chunks.append(Array(chunk))
      state.buffered += chunk.count
      return .kept
    }
    switch outcome {
    case .kept: return true
    case .refused: return false
    case .handed(let waiter):
      waiter.resume(returning: Array(chunk))
      return true
    }
  }

  func finish(_ result: Result<Void, TransferError>) {
    let (headWaiter, chunkWaiter) = state.withLock { state in
      defer {
        state.headWaiter = nil
        state.chunkWaiter = nil
      }
      if state.end == nil { state.end = result }
      return (state.headWaiter, state.chunkWaiter)
    }
    let noHead = TransferError(.notHTTP, "The connection ended without a response.", at: request.url)
    switch result {
    case .success:
      headWaiter?.resume(throwing: noHead)
      chunkWaiter?.resume(returning: nil)
    case .failure(let error):
      headWaiter?.resume(throwing: error)
      chunkWaiter?.resume(throwing: error)
    }
  }

  // MARK: The reader's side

  /// One reader at a time.
  func head() async throws -> HTTPHead {
    try await withCheckedThrowingContinuation { continuation in
      let ready = state.withLock { state -> Result<HTTPHead, any Error>? in
        if let head = state.head { return .success(head) }
        switch state.end {
        case .success:
          return .failure(TransferError(.notHTTP, "The connection ended without a response.", at: request.url))
        case .failure(let error): return .failure(error)
        case nil:
          state.headWaiter = continuation
          return nil
        }
      }
      if let ready { continuation.resume(with: ready) }
    }
  }

  /// The next chunk, nil at the end; `drained` is called when a paused transfer may go on. One reader at a time.
  func chunk(drained: () -> Void) async throws -> [UInt8]? {
    try await withCheckedThrowingContinuation { continuation in
      let (ready, resumes) = state.withLock { state -> (Result<[UInt8]?, any Error>?, Bool) in
        if !state.chunks.isEmpty {
          let chunk = state.chunks.removeFirst()
          state.buffered -= chunk.count
          let resumes = state.isPaused && state.buffered <= Self.bufferLimit / 2
          if resumes { state.isPaused = false }
          return (.success(chunk), resumes)
        }
        switch state.end {
        case .success: return (.success(nil), false)
        case .failure(let error): return (.failure(error), false)
        case nil:
          state.chunkWaiter = continuation
          let resumes = state.isPaused
          state.isPaused = false
          return (nil, resumes)
        }
      }
      if resumes { drained() }
      if let ready { continuation.resume(with: ready) }
    }
  }
}
