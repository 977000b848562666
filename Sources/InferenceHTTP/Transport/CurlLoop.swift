import CCurl
import Foundation

/// The one thread that runs all transfers of a client, on libcurl's multi interface.
final class CurlLoop: Sendable {
  enum Command {
    case start(Transfer)
    case cancel(Transfer)
    case resume(Transfer)
    case stop
  }

  private struct Inbox {
    var commands: [Command] = []
    var lastID: UInt64 = 0
    /// False from the moment on which the multi handle goes away.
    var isOpen = true
    var closeWaiters: [CheckedContinuation<Void, Never>] = []
  }

  /// Used by the thread alone, but for `curl_multi_wakeup`, which may be called from any thread while the handle lives;
  /// the lock of `inbox` and its `isOpen` see to that.
  private nonisolated(unsafe) let multi: UnsafeMutableRawPointer?
  private let inbox = Locked(Inbox())

  /// Sets libcurl up once for the process; it counts calls itself and is thread-safe since 7.84.
  init() {
    curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    multi = curl_multi_init()
  }

  func begin() {
    let thread = Thread { self.run() }
    thread.name = "curl"
    thread.start()
  }

  func makeTransfer(_ request: HTTPRequest) -> Transfer {
    Transfer(
      id: inbox.withLock {
        $0.lastID += 1
        return $0.lastID
      }, request: request)
  }

  func start(_ transfer: Transfer) {
    if !post(.start(transfer)) { transfer.finish(.failure(TransferError(.closed, "The client was closed."))) }
  }

  func cancel(_ transfer: Transfer) {
    transfer.finish(.failure(TransferError(.cancelled, "Cancelled.", at: transfer.request.url)))
    _ = post(.cancel(transfer))
  }

  func resume(_ transfer: Transfer) { _ = post(.resume(transfer)) }

  func stop() { _ = post(.stop) }

  /// Returns after the thread let go of everything.
  func stopped() async {
    await withCheckedContinuation { continuation in
      let isOver = inbox.withLock { inbox in
        if inbox.isOpen { inbox.closeWaiters.append(continuation) }
        return !inbox.isOpen
      }
      if isOver { continuation.resume() }
    }
  }

  private func post(_ command: Command) -> Bool {
    inbox.withLock { inbox in
      guard inbox.isOpen, let multi else { return false }
      inbox.commands.append(command)
      curl_multi_wakeup(multi)
      return true
    }
  }

  private func run() {
    // OpenSSL writes to sockets that may be closed by then; libcurl leaves that signal to us in a threaded program.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    guard let multi else { return close([:]) }
    var running: [UInt64: EasyHandle] = [:]
    loop: while true {
      let commands = inbox.withLock { inbox in
        defer { inbox.commands = [] }
        return inbox.commands
      }
      for command in commands {
        switch command {
        case .start(let transfer): start(transfer, on: multi, in: &running)
        case .cancel(let transfer): running.removeValue(forKey: transfer.id)?.remove(from: multi)
        case .resume(let transfer): running[transfer.id]?.resume()
        case .stop: break loop
        }
      }
      var active: Int32 = 0
      curl_multi_perform(multi, &active)
      reap(multi, &running)
      // Every command wakes the poll; the limit only bounds libcurl's own idle work.
      curl_multi_poll(multi, nil, 0, 10_000, nil)
    }
    close(running)
  }

  private func start(
    _ transfer: Transfer, on multi: UnsafeMutableRawPointer, in running: inout [UInt64: EasyHandle]
  ) {
    if transfer.isOver { return }
    guard let handle = EasyHandle(transfer) else {
      return transfer.finish(.failure(TransferError(.badAddress, "Not a usable address.", at: transfer.request.url)))
    }
    running[transfer.id] = handle
    handle.add(to: multi)
  }

  private func reap(_ multi: UnsafeMutableRawPointer, _ running: inout [UInt64: EasyHandle]) {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
      let result = panel_message_result(message)
      guard let handle = running.values.first(where: { $0.easy == easy }) else { continue }
      running.removeValue(forKey: handle.transfer.id)
      handle.remove(from: multi)
      handle.finish(result)
    }
  }

  private func close(_ running: [UInt64: EasyHandle]) {
    let (commands, waiters) = inbox.withLock { inbox in
      inbox.isOpen = false
      defer {
        inbox.commands = []
        inbox.closeWaiters = []
      }
      return (inbox.commands, inbox.closeWaiters)
    }
    let error = TransferError(.closed, "The client was closed.")
    for handle in running.values {
      if let multi { handle.remove(from: multi) }
      handle.transfer.finish(.failure(error))
    }
    for case .start(let transfer) in commands { transfer.finish(.failure(error)) }
    if let multi { curl_multi_cleanup(multi) }
    for waiter in waiters { waiter.resume() }
  }
}
