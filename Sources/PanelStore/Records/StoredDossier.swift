public import PanelCore
import PanelFormats

/// A version of a tool's dossier.
public struct StoredDossier: Hashable, Sendable {
  public var dossier: Dossier
  /// Of the content, see ``ContentHash``.
  public var sha256: String
  /// From 1 for each tool, in the order in which the contents were first seen.
  public var version: Int
  public var createdAt: Timestamp
}

/// A dossier with its canonical text and that text's hash, which a database holds it by.
public struct HashedDossier: Sendable {
  public let dossier: Dossier
  public let text: String
  /// Of the text, see ``ContentHash``.
  public let sha256: String

  public init(_ dossier: Dossier) {
    self.dossier = dossier
    text = ContentHash.canonicalText(of: dossier)
    sha256 = ContentHash.ofText(text)
  }
}

/// A tool of the store, without its dossier.
public struct StoredTool: Hashable, Sendable {
  public var slug: ToolSlug
  public var name: String
  public var category: String
  public var dossierSHA256: String
  public var updatedAt: Timestamp
}

extension SQLWriting {
  /// Keeps a dossier: a new version where its content was never seen, and from now on the tool's current one.
  ///
  /// - Returns: The content's hash.
  @discardableResult
  public func save(_ dossier: Dossier, at now: Timestamp) throws -> String {
    try save([dossier], at: now)[0]
  }

  /// Keeps many dossiers with few statements. Of two of the same slug the later one becomes the current one.
  ///
  /// - Returns: The contents' hashes, in the same order.
  @discardableResult
  public func save(_ dossiers: [Dossier], at now: Timestamp) throws -> [String] {
    let hashed = dossiers.map(HashedDossier.init)
    try save(hashed, at: now)
    return hashed.map(\.sha256)
  }

  /// The same with what was hashed before, so that no transaction has to wait for it.
  public func save(_ hashed: [HashedDossier], at now: Timestamp) throws {
    let dossiers = hashed.map(\.dossier)
    var versions: [ToolSlug: Int] = [:]
    var known: Set<[String]> = []
    for slugs in Array(Set(dossiers.map(\.slug))).chunks(of: 500) {
      let marks = Array(repeating: "?", count: slugs.count).joined(separator: ", ")
      try forEachRow("SELECT slug, sha256, version FROM dossiers WHERE slug IN (\(marks))", Array(slugs)) { row in
        let slug: ToolSlug = try row["slug"]
        versions[slug] = max(versions[slug] ?? 0, try row["version"])
        known.insert([slug.rawValue, try row["sha256"]])
      }
    }
    // In the order of the index, so that its pages are each touched once.
    let order = dossiers.indices.sorted { (dossiers[$0].slug, $0) < (dossiers[$1].slug, $1) }
    var new: [[any SQLConvertible]] = []
    for (dossier, hash, text) in order.lazy.map({ (dossiers[$0], hashed[$0].sha256, hashed[$0].text) })
    where known.insert([dossier.slug.rawValue, hash]).inserted {
      let version = (versions[dossier.slug] ?? 0) + 1
      versions[dossier.slug] = version
      new.append([dossier.slug, hash, version, text, now])
    }
    try insert(into: "dossiers", ["slug", "sha256", "version", "text", "created_at"], new)
    // An INSERT must not meet the same row twice.
    let current = order.enumerated().filter { place, index in
      place + 1 == order.count || dossiers[order[place + 1]].slug != dossiers[index].slug
    }
    try insert(
      into: "tools", ["slug", "name", "category", "dossier_sha256", "updated_at"],
      current.map { _, index in
        let dossier = dossiers[index]
        return [dossier.slug, dossier.name, dossier.category, hashed[index].sha256, now]
      },
      ending: """
        ON CONFLICT (slug) DO UPDATE SET name = excluded.name, category = excluded.category, \
        dossier_sha256 = excluded.dossier_sha256, updated_at = excluded.updated_at \
        WHERE tools.dossier_sha256 <> excluded.dossier_sha256
        """)
  }
}

extension SQLReading {
  /// The tool's current dossier; nil where the tool is not in the store.
  public func dossier(of tool: ToolSlug) throws -> StoredDossier? {
    try row(
      "SELECT d.* FROM dossiers d JOIN tools t ON t.slug = d.slug AND t.dossier_sha256 = d.sha256 WHERE t.slug = ?",
      [tool]
    ).map(StoredDossier.init)
  }

  /// A version of a tool's dossier by its content's hash.
  public func dossier(of tool: ToolSlug, sha256: String) throws -> StoredDossier? {
    try row("SELECT * FROM dossiers WHERE slug = ? AND sha256 = ?", [tool, sha256]).map(StoredDossier.init)
  }

  /// All versions of a tool's dossier, oldest first.
  public func dossierVersions(of tool: ToolSlug) throws -> [StoredDossier] {
    try rows("SELECT * FROM dossiers WHERE slug = ? ORDER BY version", [tool]).map(StoredDossier.init)
  }

  /// The tools in the order of their category and slug.
  ///
  /// - Parameters:
  ///   - category: nil takes all.
  ///   - withoutVerdictSince: only tools whose newest panel verdict is older than this, or that have none.
  public func tools(category: String? = nil, withoutVerdictSince time: Timestamp? = nil) throws -> [StoredTool] {
    var conditions: [String] = []
    var arguments: [any SQLConvertible] = []
    if let category {
      conditions.append("category = ?")
      arguments.append(category)
    }
    if let time {
      conditions.append(
        "NOT EXISTS (SELECT 1 FROM verdicts v WHERE v.tool = tools.slug AND v.origin = 'panel' AND v.created_at >= ?)")
      arguments.append(time)
    }
    let condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    return try rows("SELECT * FROM tools\(condition) ORDER BY category, slug", arguments).map {
      StoredTool(
        slug: try $0["slug"], name: try $0["name"], category: try $0["category"],
        dossierSHA256: try $0["dossier_sha256"], updatedAt: try $0["updated_at"])
    }
  }
}

extension StoredDossier {
  init(_ row: SQLRow) throws {
    let slug: ToolSlug = try row["slug"]
    let version: Int = try row["version"]
    do {
      dossier = try CanonicalText.dossier(try row["text"], slug: slug)
    } catch {
      throw StoreError(
        .unexpectedRow, "Version \(version) of the dossier of \(slug) cannot be read: \(error)",
        remedy: StoreError.checkRemedy)
    }
    sha256 = try row["sha256"]
    self.version = version
    createdAt = try row["created_at"]
  }
}

extension Array {
  /// In order, `size` at a time.
  func chunks(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
