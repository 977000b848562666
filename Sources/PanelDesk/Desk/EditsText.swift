import Foundation
import PanelCore
import PanelFormats
import PanelStore

/// Edits as the database keeps them: JSON whose bytes depend on the edits alone.
struct EditsText: Codable {
  struct Text: Codable {
    var field: String
    var text: String
  }

  struct Override: Codable {
    var seat: String
    var vote: String
    var reason: String
    var by: String
  }

  struct Rerun: Codable {
    var seat: String
    var run: String
  }

  var texts: [Text]
  var overrides: [Override]
  /// Left out where there are none, as in what was written before there were any.
  var reruns: [Rerun]?

  static func write(_ edits: ItemEdits) throws -> String {
    try StableJSON.line(
      EditsText(
        texts: edits.texts.sorted { $0.key < $1.key }.map { Text(field: "\($0.key)", text: $0.value) },
        overrides: edits.overrides.sorted { $0.key < $1.key }.map {
          Override(seat: "\($0.key)", vote: $0.value.vote.rawValue, reason: $0.value.reason, by: $0.value.by.rawValue)
        },
        reruns: edits.reruns.isEmpty
          ? nil : edits.reruns.sorted { $0.key < $1.key }.map { Rerun(seat: "\($0.key)", run: $0.value) }))
  }

  /// - Throws: ``DeskError`` with `damaged`.
  static func read(_ text: String, item: Int64) throws -> ItemEdits {
    let damaged = DeskError(.damaged, "The edits of item \(item) cannot be read.")
    guard let decoded = try? JSONDecoder().decode(EditsText.self, from: Data(text.utf8)) else { throw damaged }
    var edits = ItemEdits()
    for entry in decoded.texts {
      guard let path = FieldPath(entry.field) else { throw damaged }
      edits.texts[path] = entry.text
    }
    for entry in decoded.overrides {
      guard let seat = SeatPath(entry.seat), let vote = Vote(rawValue: entry.vote), let by = AccountName(entry.by)
      else {
        throw damaged
      }
      edits.overrides[seat] = ItemEdits.Override(vote: vote, reason: entry.reason, by: by)
    }
    for entry in decoded.reruns ?? [] {
      guard let seat = SeatPath(entry.seat) else { throw damaged }
      edits.reruns[seat] = entry.run
    }
    return edits
  }
}

/// The panel's comparison as the database keeps it.
enum BaseText {
  private struct Reference: Codable {
    var slug: String
    var sha256: String
  }

  /// Keeps a comparison with its dossiers.
  static func save(_ comparison: Comparison, to sql: any SQLWriting, at now: Timestamp) throws -> StoredBase {
    let dossiers = comparison.verdicts.map(\.dossier)
    let hashes = dossiers.map { ContentHash.of($0) }
    for (dossier, hash) in zip(dossiers, hashes) where try sql.dossier(of: dossier.slug, sha256: hash) == nil {
      try sql.save(dossier, at: now)
    }
    let document = try StableJSON.line(ComparisonDocument(comparison))
    let references = try StableJSON.line(
      zip(dossiers, hashes).map { Reference(slug: $0.slug.rawValue, sha256: $1) })
    let base = StoredBase(
      sha256: Hexadecimal.sha256(parts: ["panel.base/1", document, references]), document: document,
      dossiers: references)
    try sql.save(base)
    return base
  }

  /// - Throws: ``DeskError`` with `damaged`, or ``StoreError``.
  static func read(_ sha256: String, from sql: any SQLReading) throws -> Comparison {
    guard let base = try sql.base(sha256) else {
      throw DeskError(.damaged, "The panel's text \(sha256.prefix(12))… is not in the database.")
    }
    do {
      var dossiers: [ToolSlug: Dossier] = [:]
      for reference in try JSONDecoder().decode([Reference].self, from: Data(base.dossiers.utf8)) {
        guard let slug = ToolSlug(reference.slug) else { continue }
        dossiers[slug] = try sql.dossier(of: slug, sha256: reference.sha256)?.dossier
      }
      let document = try ComparisonDocument.read(Data(base.document.utf8), file: "base \(sha256.prefix(12))")
      if let comparison = document.comparison(dossiers: dossiers) { return comparison }
    } catch let error as StoreError {
      throw error
    } catch {
      throw DeskError(.damaged, "The panel's text \(sha256.prefix(12))… cannot be read: \(error)")
    }
    throw DeskError(.damaged, "The panel's text \(sha256.prefix(12))… breaks its schema.")
  }
}
