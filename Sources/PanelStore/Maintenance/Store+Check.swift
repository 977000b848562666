import Foundation
import GRDB
import PanelFormats

extension Store {
  /// Reads the whole database and says what does not hold: pages and indexes, references between rows, and texts that are
  /// not what their hash says.
  public func check() async throws -> StoreReport {
    let bytes = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int64) ?? 0
    return try await read { [library] sql in
      var problems: [String] = []
      // Page by page first: what follows reads them.
      try sql.forEachRow("PRAGMA integrity_check", []) {
        let finding: String = try $0["integrity_check"]
        if finding != "ok" { problems.append("The file: \(finding)") }
      }
      var broken: [String: Int] = [:]
      try sql.forEachRow("PRAGMA foreign_key_check", []) { broken[try $0["table"], default: 0] += 1 }
      for (table, rows) in broken.sorted(by: { $0.key < $1.key }) {
        problems.append("\(rows) row\(rows == 1 ? "" : "s") of \(table) refer to what is not there.")
      }
      problems += try Self.textProblems(sql)
      return StoreReport(
        rows: try TableList(sql).counts(sql), problems: problems,
        schema: try Schema.applied(sql).last?.number ?? 0, library: library, bytes: bytes)
    }
  }

  private static func textProblems(_ sql: any SQLReading) throws -> [String] {
    var problems: [String] = []
    try sql.forEachRow("SELECT slug, version, sha256, text FROM dossiers", []) { row in
      let (slug, version): (String, Int) = (try row["slug"], try row["version"])
      if ContentHash.ofText(try row["text"]) != (try row["sha256"] as String) {
        problems.append("Version \(version) of the dossier of \(slug) is not what its hash says.")
      } else {
        do {
          _ = try StoredDossier(
            try sql.row("SELECT * FROM dossiers WHERE slug = ? AND version = ?", [slug, version]) ?? row)
        } catch {
          problems.append("\(error)")
        }
      }
    }
    // Prompts are hashed in another form than they are kept in, and checked when they are used.
    try sql.forEachRow("SELECT sha256, kind, text FROM documents WHERE kind <> 'prompts'", []) { row in
      let hash: String = try row["sha256"]
      if ContentHash.ofText(try row["text"]) != hash {
        let kind: String = try row["kind"]
        problems.append("The \(kind) \(hash.prefix(12)) is not what its hash says.")
      }
    }
    try sql.forEachRow("SELECT * FROM verdicts", []) { row in
      do {
        let verdict = try StoredVerdict(row)
        if ContentHash.ofText(try row["document"]) != verdict.documentSHA256 {
          problems.append("The verdict \(verdict.id) is not what its hash says.")
        }
      } catch {
        problems.append("\(error)")
      }
    }
    try sql.forEachRow("SELECT * FROM reviews", []) { row in
      do { _ = try StoredReview(row) } catch { problems.append("\(error)") }
    }
    return problems
  }
}
