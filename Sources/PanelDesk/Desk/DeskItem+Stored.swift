import Foundation
import PanelFormats
public import PanelStore

extension DeskItem {
  /// - Throws: ``DeskError`` with `damaged`.
  public init(_ row: StoredItem) throws {
    guard let state = ItemState(rawValue: row.state) else {
      throw DeskError(.damaged, "Item \(row.id) is in a state that is none, “\(row.state)”.")
    }
    self.init(
      id: row.id, state: state, version: row.version, contentHash: row.contentSHA256,
      authors: Set(row.authors.split(separator: " ").compactMap { AccountName(String($0)) }),
      assignee: row.assignee.flatMap { AccountName($0) }, scheduledFor: row.scheduledFor.map { Moment($0) },
      publishedVersion: row.publishedVersion, note: row.note)
    if let name = row.claimBy.flatMap({ AccountName($0) }), let until = row.claimUntil {
      claim = Claim(by: name, until: Moment(until))
    }
    if let name = row.approvedBy.flatMap({ AccountName($0) }), let at = row.approvedAt, let hash = row.approvedSHA256 {
      approval = Approval(by: name, at: Moment(at), contentHash: hash)
    }
    lastDecision = try row.decision.map { try DecisionText.read($0, item: row.id) }
  }

  /// The row with what the rules made of it.
  func write(to row: StoredItem, at now: Moment) throws -> StoredItem {
    var row = row
    row.state = state.rawValue
    row.isOpen = state.isOpen
    row.version = version
    row.contentSHA256 = contentHash
    row.authors = authors.sorted().map(\.rawValue).joined(separator: " ")
    row.claimBy = claim?.by.rawValue
    row.claimUntil = claim?.until.timestamp
    row.assignee = assignee?.rawValue
    row.approvedBy = approval?.by.rawValue
    row.approvedAt = approval?.at.timestamp
    row.approvedSHA256 = approval?.contentHash
    row.scheduledFor = scheduledFor?.timestamp
    if publishedVersion != row.publishedVersion { row.publishedAt = publishedVersion == nil ? nil : now.timestamp }
    row.publishedVersion = publishedVersion
    row.note = note
    row.decision = try lastDecision.map { try StableJSON.line(DecisionText($0)) }
    row.updatedAt = now.timestamp
    return row
  }
}

/// The last decision as the database keeps it.
private struct DecisionText: Codable {
  var action: String
  var by: String
  var at: Int64
  var state: String
  var claimBy: String?
  var claimUntil: Int64?
  var approvedBy: String?
  var approvedAt: Int64?
  var approvedHash: String?
  var scheduledFor: Int64?
  var publishedVersion: Int?
  var note: String?
  var authors: [String]

  init(_ decision: Decision) {
    action = decision.action.rawValue
    by = decision.by.rawValue
    at = decision.at.milliseconds
    let before = decision.before
    state = before.state.rawValue
    claimBy = before.claim?.by.rawValue
    claimUntil = before.claim?.until.milliseconds
    approvedBy = before.approval?.by.rawValue
    approvedAt = before.approval?.at.milliseconds
    approvedHash = before.approval?.contentHash
    scheduledFor = before.scheduledFor?.milliseconds
    publishedVersion = before.publishedVersion
    note = before.note
    authors = before.authors.sorted().map(\.rawValue)
  }

  static func read(_ text: String, item: Int64) throws -> Decision {
    guard let decoded = try? JSONDecoder().decode(DecisionText.self, from: Data(text.utf8)),
      let decision = decoded.decision
    else { throw DeskError(.damaged, "The last decision on item \(item) cannot be read.") }
    return decision
  }

  private var decision: Decision? {
    guard let action = DeskAction.Kind(rawValue: action), let by = AccountName(by),
      let state = ItemState(rawValue: state)
    else { return nil }
    var claim: Claim?
    if let name = claimBy.flatMap({ AccountName($0) }), let claimUntil {
      claim = Claim(by: name, until: Moment(milliseconds: claimUntil))
    }
    var approval: Approval?
    if let name = approvedBy.flatMap({ AccountName($0) }), let approvedAt, let approvedHash {
      approval = Approval(by: name, at: Moment(milliseconds: approvedAt), contentHash: approvedHash)
    }
    return Decision(
      action: action, by: by, at: Moment(milliseconds: at),
      before: Decision.Before(
        state: state, claim: claim, approval: approval, scheduledFor: scheduledFor.map { Moment(milliseconds: $0) },
        publishedVersion: publishedVersion, note: note, authors: Set(authors.compactMap { AccountName($0) })))
  }
}
