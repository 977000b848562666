public import Foundation
public import PanelCore

/// Makes a dossier from a document that a tool's vendor wrote about it: its paragraphs are the facts, all of them marked
/// as vendor text.
///
/// Markup, badges, HTML, headings and front matter are dropped; of a code block the first lines are kept, which often
/// hold the first command. Long paragraphs are cut at ends of sentences. What comes first in the document comes first
/// here, and what is beyond the cap is left out.
public enum ReadmeDossier {
  /// Most facts that are taken.
  public static let mostFacts = 24
  /// Most words of a fact.
  public static let mostWords = 60
  /// Fewest words of a paragraph that is taken.
  static let fewestWords = 4

  /// Makes a dossier from a file of at most ``SourceText/documentLimit`` bytes.
  ///
  /// - Parameters:
  ///   - url: Markdown or plain text.
  ///   - file: its name in messages and as the facts' source; nil takes the path as it was given.
  ///   - name: the tool's name.
  ///   - category: the tool's category.
  ///   - slug: nil makes one from the name.
  ///   - retrieved: when the document was read; nil where nobody knows.
  /// - Throws: ``FormatErrors`` where the file is not readable text, or holds no paragraph.
  public static func read(
    _ url: URL, file: String? = nil, name: String, category: String, slug: ToolSlug? = nil,
    retrieved: CalendarDate? = nil
  ) throws(FormatErrors) -> Dossier {
    let source = try SourceText.read(url, file: file, limit: SourceText.documentLimit)
    return try make(from: source, name: name, category: category, slug: slug, retrieved: retrieved)
  }

  /// Makes a dossier from text; see ``read(_:file:name:category:slug:retrieved:)``.
  public static func make(
    from source: SourceText, name: String, category: String, slug: ToolSlug? = nil, retrieved: CalendarDate? = nil
  ) throws(FormatErrors) -> Dossier {
    let name = name.onOneLine()
    let category = category.onOneLine()
    let log = ProblemLog(file: source.file)
    if name.isEmpty { log.add(.missing, at: nil, "name", found: "missing", expected: "the tool's name") }
    if category.isEmpty { log.add(.missing, at: nil, "category", found: "missing", expected: "the tool's category") }
    let chosen = slug ?? Self.slug(from: name)
    if !name.isEmpty, chosen == nil {
      log.add(.invalidValue, at: nil, "name", found: quoted(name), expected: "a name with Latin letters or digits")
    }
    let texts = facts(of: source.text)
    if texts.isEmpty {
      log.add(
        .missing, at: nil, "", found: "without a paragraph",
        expected: "prose of at least \(fewestWords) words, which would be the facts",
        remedy: "Write a dossier by hand: “panel tool new” makes one to fill in.")
    }
    guard let chosen, log.errors.isEmpty else { return try log.result(nil) }
    let facts = texts.enumerated().map {
      Evidence(
        id: EvidenceID($0.offset + 1), text: $0.element, source: source.file, retrieved: retrieved, isVendorText: true)
    }
    return Dossier(
      slug: chosen, name: name, tagline: tagline(texts[0]), category: category, facts: facts, description: texts[0])
  }

  /// A slug from a name: lower case, everything but letters and digits of ASCII becomes a hyphen.
  ///
  /// - Returns: nil where nothing is left.
  public static func slug(from name: String) -> ToolSlug? {
    let words = name.lowercased().unicodeScalars.split { scalar in
      !(("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "." || scalar == "_")
    }
    let joined = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "-")
    return ToolSlug(String(joined.drop { $0 == "." || $0 == "_" }.prefix(64)))
  }

  private static func tagline(_ text: String) -> String {
    let sentence = SentenceSplit.sentences(text).first ?? text
    let words = sentence.split(separator: " ")
    return words.count <= 20 ? sentence : words.prefix(20).joined(separator: " ") + " …"
  }

  /// The texts of the facts, in the order of the document. Stops reading once there are enough.
  static func facts(of document: String) -> [String] {
    var blocks = MarkdownBlocks()
    var facts: [String] = []
    var rest = document.utf8[...]
    while facts.count < mostFacts, !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      if let block = blocks.add(Substring(rest[..<end])) { append(block, to: &facts) }
      rest = end == rest.endIndex ? rest[end...] : rest[rest.index(after: end)...]
    }
    if facts.count < mostFacts, let block = blocks.end() { append(block, to: &facts) }
    return Array(facts.prefix(mostFacts))
  }

  private static func append(_ block: MarkdownBlocks.Block, to facts: inout [String]) {
    // “To install it:” and the code below it are one thing.
    if case .code(let lines) = block, let last = facts.last, last.hasSuffix(":") {
      facts[facts.count - 1] = "\(last) \(code(lines))"
    } else {
      facts += texts(of: block)
    }
  }

  private static func code(_ lines: [String]) -> String {
    lines.map { "`\($0.onOneLine().replacing("`", with: "'").prefix(120))`" }.joined(separator: ", ")
  }

  private static func texts(of block: MarkdownBlocks.Block) -> [String] {
    switch block {
    case .code(let lines):
      return ["Code example: \(code(lines))"]
    case .prose(let lines):
      // An item that is nothing but links is navigation: badges, a table of contents.
      let items = lines.map { MarkdownInline.plain($0) }.filter { !$0.text.isEmpty && $0.linkedShare < 0.9 }.map(\.text)
      let pieces = items.count > 1 ? items : items.flatMap { SentenceSplit.sentences($0) }
      return gather(pieces).filter { $0.wordCount >= fewestWords && $0.contains(where: \.isLetter) }
    }
  }

  /// Joins pieces while they fit into a fact; a piece that is longer than a fact is cut.
  private static func gather(_ pieces: [String]) -> [String] {
    var facts: [String] = []
    var current = ""
    var words = 0
    for piece in pieces {
      let all = piece.split(separator: " ").map { $0.count > longestWord ? "\($0.prefix(longestWord))…" : String($0) }
      let isCut = all.count > mostWords
      let text = all.prefix(mostWords).joined(separator: " ") + (isCut ? " …" : "")
      let count = min(all.count, mostWords)
      if words + count > mostWords {
        facts.append(current)
        (current, words) = ("", 0)
      }
      if let last = current.last { current += ".!?…:;,".contains(last) ? " " : "; " }
      current += text
      words += count
    }
    if !current.isEmpty { facts.append(current) }
    return facts
  }

  /// A word beyond this is an address or encoded data.
  private static let longestWord = 120
}
