/// Which items, in the order of their need.
public struct ItemQuery: Hashable, Sendable {
  /// nil takes those that wait for a person.
  public var states: [String]?
  public var category: String?
  public var persona: String?
  public var assignee: String?
  /// Judged before this.
  public var judgedBefore: Timestamp?
  /// Words that title or texts hold, all of them; the last one may be the beginning of a word.
  public var words: [String]
  /// Leaves out items that somebody other than this account has claimed.
  public var freeFor: (account: String, now: Timestamp)? {
    get { freeAccount.flatMap { account in freeNow.map { (account, $0) } } }
    set { (freeAccount, freeNow) = (newValue?.account, newValue?.now) }
  }
  /// States that are left out; unlike ``states`` they do not change which index gives the order.
  public var withoutStates: [String] = []
  /// Leaves out items that wait for approval and hold edits of this account.
  public var notEditedBy: String?
  private var freeAccount: String?
  private var freeNow: Timestamp?
  /// Only what comes after the item of this need and id.
  public var after: Position?
  public var limit: Int

  /// Where an item stands in the order.
  public struct Position: Hashable, Sendable {
    public var need: Double
    public var id: Int64

    public init(need: Double, id: Int64) {
      self.need = need
      self.id = id
    }
  }

  public init(
    states: [String]? = nil, category: String? = nil, persona: String? = nil, assignee: String? = nil,
    judgedBefore: Timestamp? = nil, words: [String] = [], after: Position? = nil, limit: Int = 50
  ) {
    self.states = states
    self.category = category
    self.persona = persona
    self.assignee = assignee
    self.judgedBefore = judgedBefore
    self.words = words
    self.after = after
    self.limit = limit
  }

  var condition: (text: String, arguments: [any SQLConvertible]) {
    var parts: [String] = []
    var arguments: [any SQLConvertible] = []
    func add(_ part: String, _ values: any SQLConvertible...) {
      parts.append(part)
      arguments += values
    }
    if let states {
      parts.append("state IN (\(Array(repeating: "?", count: states.count).joined(separator: ", ")))")
      arguments += states as [any SQLConvertible]
    } else {
      parts.append("is_open = 1")
    }
    if !withoutStates.isEmpty {
      parts.append("state NOT IN (\(Array(repeating: "?", count: withoutStates.count).joined(separator: ", ")))")
      arguments += withoutStates as [any SQLConvertible]
    }
    if let notEditedBy {
      add("(state NOT IN ('draft', 'in_review') OR instr(' ' || authors || ' ', ?) = 0)", " \(notEditedBy) ")
    }
    if let category { add("category = ?", category) }
    // A persona's id has no letters that LIKE treats as wildcards but `_`, which then matches itself too.
    if let persona { add("personas LIKE ?", "% \(persona) %") }
    if let assignee { add("assignee = ?", assignee) }
    if let judgedBefore { add("judged_at < ?", judgedBefore) }
    if let freeFor { add("(claim_by IS NULL OR claim_by = ? OR claim_until <= ?)", freeFor.account, freeFor.now) }
    if let after { add("(need < ? OR (need = ? AND id > ?))", after.need, after.need, after.id) }
    if !words.isEmpty { add("id IN (SELECT rowid FROM desk_search WHERE desk_search MATCH ?)", Self.match(words)) }
    return (parts.joined(separator: " AND "), arguments)
  }

  /// Every word quoted, so that none of them is an operator of the search language.
  private static func match(_ words: [String]) -> String {
    words.map { "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" }
      .joined(separator: " ") + "*"
  }
}

extension SQLReading {
  public func items(_ query: ItemQuery) throws -> [StoredItem] {
    let condition = query.condition
    return try rows(
      "SELECT * FROM desk_items WHERE \(condition.text) ORDER BY need DESC, id LIMIT ?",
      condition.arguments + [query.limit]
    ).map(StoredItem.init)
  }

  /// The categories of items that wait for a person, in alphabetical order.
  public func openCategories() throws -> [String] {
    // A jump from each category to the next, since DISTINCT would read every item.
    try rows(
      """
      WITH RECURSIVE c (name) AS (
        SELECT MIN(category) FROM desk_items
        UNION ALL
        SELECT (SELECT MIN(category) FROM desk_items WHERE category > c.name) FROM c WHERE c.name IS NOT NULL
      ) SELECT name FROM c WHERE name IS NOT NULL LIMIT 200
      """
    ).map { try $0["name"] }
  }
}

extension SQLWriting {
  /// Makes an item's texts searchable in place of what was there.
  public func index(_ item: Int64, title: String, body: String) throws {
    try execute("DELETE FROM desk_search WHERE rowid = ?", [item])
    try execute("INSERT INTO desk_search (rowid, title, body) VALUES (?, ?, ?)", [item, title, body])
  }
}
