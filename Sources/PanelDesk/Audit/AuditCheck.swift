/// Reads the log from its first entry on and finds any change or gap.
public struct AuditCheck: Hashable, Sendable {
  public private(set) var count: Int64 = 0
  /// Hash of the last entry read.
  public private(set) var head = AuditEntry.origin
  /// The first fault; nil where there is none.
  public private(set) var fault: String?

  public init() {}

  /// - Returns: Whether the chain holds so far.
  @discardableResult
  public mutating func read(_ entry: AuditEntry) -> Bool {
    guard fault == nil else { return false }
    if entry.id != count + 1 {
      fault = "Entry \(count + 1) is missing: after \(count) comes \(entry.id)."
    } else if entry.previous != head {
      fault = "Entry \(entry.id) does not follow entry \(count): the one before was changed, or another stood here."
    } else if entry.computedHash != entry.hash {
      fault = "Entry \(entry.id) was changed: its hash does not fit its content."
    } else {
      count = entry.id
      head = entry.hash
    }
    return fault == nil
  }

  /// Holds what was read against a head that was published before. Entries cut off at the end show only here.
  ///
  /// - Parameter heads: hashes of all entries read, by number, or at least of the one looked for.
  public mutating func expect(head: String, isAmongRead: Bool) {
    if fault == nil, !isAmongRead {
      fault =
        "The published head \(head.prefix(16))… is not in the log: entries were cut off, or the log was rewritten."
    }
  }
}
