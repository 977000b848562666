import Foundation

/// A value behind a lock.
///
/// Not `Synchronization.Mutex`: on Linux ThreadSanitizer does not see that lock, calls every use of it a race, and would
/// hide the true ones among them.
final class Locked<Value: Sendable>: @unchecked Sendable {
  // Sound because `value` is touched under `lock` alone.
  private var value: Value
  private let lock = NSLock()

  init(_ value: Value) { self.value = value }

  /// Runs `body` on the value while nobody else can. `body` must not wait.
  func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
