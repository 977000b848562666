/// What a person gets whose save met a newer version: both texts and a proposal, field by field.
public struct EditMerge: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public var path: FieldPath
    /// What both started from.
    public var base: String
    public var mine: String
    public var theirs: String
    public var merge: TextMerge
  }

  /// Fields that the person changed and that somebody else changed too, differently.
  public private(set) var clashes: [Field] = []
  /// What to save next: mine, theirs where only they changed something, and the merge where both did.
  public private(set) var proposal: [FieldPath: String] = [:]

  /// - Parameters:
  ///   - base: the version that the person started from.
  ///   - mine: the texts that the person wants to save.
  ///   - theirs: the newest version.
  public init(base: ItemContent, mine: [FieldPath: String], theirs: ItemContent) {
    let before = Dictionary(base.fields.map { ($0.path, $0.text) }, uniquingKeysWith: { a, _ in a })
    for field in theirs.fields {
      guard let typed = mine[field.path] else { continue }
      let old = before[field.path] ?? field.text
      let text = ItemContent.oneLine(typed)
      if text == ItemContent.oneLine(old) || text == field.text {
        proposal[field.path] = field.text
      } else if old == field.text {
        proposal[field.path] = text
      } else {
        let merge = TextMerge(base: old, mine: text, theirs: field.text)
        proposal[field.path] = ItemContent.oneLine(merge.text)
        clashes.append(Field(path: field.path, base: old, mine: text, theirs: field.text, merge: merge))
      }
    }
  }
}
