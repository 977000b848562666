import Foundation
public import PanelCore
public import PanelFormats

/// Verdicts of one run set side by side.
public struct StoredComparison: Hashable, Sendable {
  public var run: RunID
  /// In the order of the columns.
  public var verdicts: [VerdictID]
  /// The comparison as the contract writes it.
  public var document: ComparisonDocument
  public var createdAt: Timestamp

  public init(run: RunID, verdicts: [VerdictID], document: ComparisonDocument, createdAt: Timestamp) {
    self.run = run
    self.verdicts = verdicts
    self.document = document
    self.createdAt = createdAt
  }

  /// Names it within its run: `caddy nginx`.
  static func name(_ tools: [ToolSlug]) -> String { tools.map(\.rawValue).joined(separator: " ") }
}

extension SQLWriting {
  /// Keeps a comparison, whose verdicts have to be in the store.
  public func save(_ comparison: StoredComparison) throws {
    let name = StoredComparison.name(comparison.verdicts.map(\.tool))
    let recommendation = comparison.document.recommendation
    try insert(
      into: "comparisons", ["run_id", "tools", "winner", "reason", "document", "created_at"],
      CollectionOfOne<[any SQLConvertible]>([
        comparison.run, name, recommendation?.winner, recommendation?.reason,
        try StableJSON.line(comparison.document), comparison.createdAt,
      ]))
    try insert(
      into: "comparison_verdicts", ["run_id", "tools", "position", "tool", "version"],
      comparison.verdicts.enumerated().map { [comparison.run, name, $0, $1.tool, $1.version] })
  }
}

extension SQLReading {
  public func comparison(of tools: [ToolSlug], run: RunID) throws -> StoredComparison? {
    try comparisons("c.run_id = ? AND c.tools = ?", [run, StoredComparison.name(tools)]).first
  }

  /// The comparisons of a run.
  public func comparisons(of run: RunID) throws -> [StoredComparison] { try comparisons("c.run_id = ?", [run]) }

  private func comparisons(_ condition: String, _ arguments: [any SQLConvertible]) throws -> [StoredComparison] {
    try rows("SELECT c.* FROM comparisons c WHERE \(condition) ORDER BY c.tools", arguments).map { row in
      let run: RunID = try row["run_id"]
      let name: String = try row["tools"]
      let document: String = try row["document"]
      let verdicts = try rows(
        "SELECT tool, version FROM comparison_verdicts WHERE run_id = ? AND tools = ? ORDER BY position", [run, name]
      ).map { VerdictID(tool: try $0["tool"], version: try $0["version"]) }
      do {
        return StoredComparison(
          run: run, verdicts: verdicts,
          document: try ComparisonDocument.read(Data(document.utf8), file: "\(run) \(name)"),
          createdAt: try row["created_at"])
      } catch let error as FormatErrors {
        throw StoreError(
          .unexpectedRow, "The comparison \(name) of run \(run) cannot be read: \(error)",
          remedy: StoreError.checkRemedy)
      }
    }
  }
}
