import PanelCore

/// Tells the kinds of facts by their words.
struct KindIndex: Sendable {
  let kinds: [FactKind]

  /// The first kind whose words `text` holds.
  ///
  /// - Parameters:
  ///   - isFirst: whether it is the fact that says what the tool is.
  ///   - day: on which it was read, for kinds that ask for a date not long before; nil is none of those.
  func kind(of text: String, isFirst: Bool, readOn day: CalendarDate? = nil) -> String? {
    let content = Content(text)
    let told = kinds.first { kind in
      if isFirst, !kind.isOfFirst { return false }
      return (kind.words.isEmpty || content.holdsOne(kind.words)) && (kind.with.isEmpty || content.holdsOne(kind.with))
        && !content.holdsOne(kind.without) && kind.withinYears.map { isRecent(text, years: $0, on: day) } ?? true
    }
    return told?.id ?? (isFirst ? FactKind.identity : nil)
  }

  private func isRecent(_ text: String, years: Int, on day: CalendarDate?) -> Bool {
    guard let day, let newest = DatedText.newest(in: text) else { return false }
    return Double(day.days(since: newest)) <= 365.25 * Double(years)
  }

  /// A text as entries are looked for in it.
  private struct Content {
    let code: [Substring]
    /// Without code, in lower case: `break` in backticks breaks nothing.
    let prose: String
    let words: [String]

    init(_ text: String) {
      let lowered = text.lowercased()
      let parts = lowered.split(separator: "`", omittingEmptySubsequences: false)
      code = parts.indices.filter { $0 % 2 == 1 }.map { parts[$0] }
      prose = parts.indices.filter { $0 % 2 == 0 }.map { String(parts[$0]) }.joined(separator: " · ")
      words = WordSequence(prose).words
    }

    func holdsOne(_ entries: [String]) -> Bool { entries.contains { holds($0.lowercased()) } }

    private func holds(_ entry: String) -> Bool {
      if entry.hasPrefix("`") { return code.contains { $0.hasPrefix(entry.dropFirst()) } }
      if entry.contains(where: { !$0.isLetter }) { return occurs(entry) }
      return entry.count < Self.stemLength ? words.contains(entry) : words.contains { $0.hasPrefix(entry) }
    }

    /// Whether `entry` occurs where a word begins, its last word as one that stands alone.
    private func occurs(_ entry: String) -> Bool {
      let last = entry.reversed().prefix { $0.isLetter }.count
      let endsAWord = (1..<Self.stemLength).contains(last)
      let beginsAWord = entry.first?.isLetter ?? false
      return prose.ranges(of: entry).contains { range in
        let before = range.lowerBound == prose.startIndex ? nil : prose[prose.index(before: range.lowerBound)]
        let after = range.upperBound == prose.endIndex ? nil : prose[range.upperBound]
        return !(beginsAWord && before?.isLetter ?? false) && !(endsAWord && after?.isLetter ?? false)
      }
    }

    /// Letters from which on an entry stands for all words that begin with it.
    private static let stemLength = 5
  }
}
