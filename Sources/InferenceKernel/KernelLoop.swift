import Foundation
import Inference

/// The thread that owns the scheduler: takes sessions from a mailbox and steps as long as there is work.
final class KernelLoop: @unchecked Sendable {
  // Sound: the mailbox is guarded by `condition`; the scheduler is used by the thread alone.
  private enum Message {
    case run([InferenceRequest], Session)
    case perform((Scheduler) -> Void)
    case stop
  }

  private let condition = NSCondition()
  private var mailbox: [Message] = []
  private var isStopped = false

  init(_ scheduler: Scheduler, team: WorkerTeam) {
    let scheduler = Handover(scheduler)
    let thread = Thread { [self] in
      serve(scheduler.value)
      team.stop()
    }
    thread.name = "kernel 0"
    thread.stackSize = 4 << 20
    thread.start()
  }

  func run(_ requests: [InferenceRequest], _ session: Session) {
    if !post(.run(requests, session)) { session.fail(Self.closed) }
  }

  /// Runs `body` between two steps.
  func perform<T: Sendable>(_ body: @escaping @Sendable (Scheduler) -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      if !post(.perform { continuation.resume(returning: body($0)) }) { continuation.resume(throwing: Self.closed) }
    }
  }

  /// Ends the thread after the step at work; sessions that are not done fail.
  func stop() { _ = post(.stop) }

  private static let closed = InferenceError(.cancelled, "The backend was closed.")

  private func post(_ message: Message) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    guard !isStopped else { return false }
    if case .stop = message { isStopped = true }
    mailbox.append(message)
    condition.signal()
    return true
  }

  private func serve(_ scheduler: Scheduler) {
    var sessions: [Session] = []
    while true {
      for message in takeMessages(waiting: scheduler.isIdle) {
        switch message {
        case .run(let requests, let session):
          // A batch keeps the scheduler busy for days: what is over must not wait for it to be idle.
          sessions.removeAll(where: \.isOver)
          sessions.append(session)
          scheduler.submit(requests, session: session)
        case .perform(let body): body(scheduler)
        case .stop:
          sessions.forEach { $0.fail(Self.closed) }
          return
        }
      }
      if scheduler.isIdle {
        sessions = []
      } else {
        scheduler.step()
      }
    }
  }

  private func takeMessages(waiting: Bool) -> [Message] {
    condition.lock()
    defer { condition.unlock() }
    while waiting, mailbox.isEmpty { condition.wait() }
    defer { mailbox = [] }
    return mailbox
  }
}

/// Hands a value that is not `Sendable` to the one thread that uses it from then on.
private struct Handover<Value>: @unchecked Sendable {
  // Sound: who hands it over keeps no way to it.
  let value: Value
  init(_ value: Value) { self.value = value }
}
