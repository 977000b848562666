import Foundation
import PanelStore

extension SQLWriting {
  /// Adds an entry to the audit log.
  ///
  /// - Parameter detail: what else there is to know; kept as JSON with sorted keys.
  func audit(
    _ action: String, by actor: String, on subject: String, at now: Moment, detail: [String: String] = [:]
  ) throws {
    let last = try lastAuditEntry()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let entry = AuditEntry(
      after: last.map { ($0.id, $0.sha256) }, at: now, actor: actor, action: action, subject: subject,
      detail: String(decoding: try encoder.encode(detail), as: UTF8.self))
    try insert(
      StoredAuditEntry(
        id: entry.id, at: now.timestamp, actor: actor, action: action, subject: subject, detail: entry.detail,
        previous: entry.previous, sha256: entry.hash))
  }
}

extension AuditEntry {
  init(_ row: StoredAuditEntry) {
    self.init(
      id: row.id, at: Moment(row.at), actor: row.actor, action: row.action, subject: row.subject, detail: row.detail,
      previous: row.previous, hash: row.sha256)
  }
}

extension Desk {
  /// Reads the whole audit log and finds any change or gap.
  ///
  /// - Parameter publishedHead: a head that was made known before; it has to be among the entries.
  public func verifyAudit(publishedHead: String? = nil) async throws -> AuditCheck {
    try await store.read { sql in
      var check = AuditCheck()
      var isAmongRead = publishedHead == nil
      try sql.forEachAuditEntry { row in
        check.read(AuditEntry(row))
        if row.sha256 == publishedHead { isAmongRead = true }
      }
      if let publishedHead { check.expect(head: publishedHead, isAmongRead: isAmongRead) }
      return check
    }
  }

  /// What was done to an item, oldest first.
  public func auditEntries(of item: Int64) async throws -> [AuditEntry] {
    try await store.read { try $0.auditEntries(about: "item/\(item)").map { AuditEntry($0) } }
  }

  /// The hash of the newest entry; nil for an empty log.
  public func auditHead() async throws -> String? {
    try await store.read { try $0.auditEntries(limit: 1).first?.sha256 }
  }

  /// The newest entries first.
  public func auditEntries(limit: Int) async throws -> [AuditEntry] {
    try await store.read { try $0.auditEntries(limit: limit).map { AuditEntry($0) } }
  }
}
