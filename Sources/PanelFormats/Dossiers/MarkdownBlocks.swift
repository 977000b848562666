/// Splits a Markdown text into the blocks that hold prose or code, line by line.
///
/// Not a Markdown parser: it keeps what a reader would read and drops layout, which is what facts are made of. Its state
/// is what a line needs to know of the lines before it.
struct MarkdownBlocks {
  enum Block: Hashable {
    /// Lines of one paragraph, list or table, each item or row on a line of its own.
    case prose([String])
    /// The first lines of a code block.
    case code([String])
  }

  /// Most bytes of a block that are kept; more cannot become facts.
  static let mostBytes = 16_384
  static let mostCodeLines = 3
  /// Most bytes of a line that are looked at.
  private static let longestLine = 65_536

  private enum State: Hashable {
    case prose
    /// Inside a fence that began with so many of this character.
    case fence(UInt8, count: Int)
    case frontMatter
  }

  private var state = State.prose
  private var lines: [String] = []
  private var size = 0
  private var isFirstLine = true
  private var isInComment = false

  /// Takes the next line, without its line break.
  ///
  /// - Returns: the block that the line ends; nil where none ends.
  mutating func add(_ line: Substring) -> Block? {
    defer { isFirstLine = false }
    // What is beyond cannot become a fact, and a line may be the whole file.
    let line = line.utf8.count <= Self.longestLine ? line : Self.start(of: line)
    let content = line.drop { $0 == " " || $0 == "\t" }
    switch state {
    case .frontMatter:
      if content == "---" || content == "..." { state = .prose }
      return nil
    case .fence(let mark, let count):
      if let fence = Self.fence(content), fence.mark == mark, fence.count >= count, fence.info.isEmpty {
        state = .prose
        return takeCode()
      }
      if lines.count < Self.mostCodeLines, !content.isEmpty { keep(content) }
      return nil
    case .prose:
      if isFirstLine, content == "---" {
        state = .frontMatter
        return nil
      }
      if !isInComment, let fence = Self.fence(content) {
        let block = takeProse()
        state = .fence(fence.mark, count: fence.count)
        return block
      }
      return addProse(content)
    }
  }

  /// The block that the end of the text ends.
  mutating func end() -> Block? {
    switch state {
    case .fence: takeCode()
    case .prose: takeProse()
    case .frontMatter: nil
    }
  }

  private mutating func addProse(_ line: Substring) -> Block? {
    let content = withoutComments(line)
    if content.allSatisfy(\.isWhitespace) { return line.isEmpty || !isInComment ? takeProse() : nil }
    if Self.isHeading(content) { return takeProse() }
    if Self.isRule(content) {
      // The line under the first row of a table.
      if content.utf8.contains(UInt8(ascii: "|")) { return nil }
      // A line of `=` or `-` under a paragraph makes the paragraph a heading.
      if Self.isUnderline(content) { (lines, size) = ([], 0) }
      return takeProse()
    }
    if Self.isLinkDefinition(content) { return nil }
    let startsItem = Self.isItem(content)
    if !startsItem, let last = lines.popLast() {
      // A line that goes on with the paragraph or item before it.
      size += content.utf8.count + 1
      lines.append(size <= Self.mostBytes ? "\(last) \(content)" : last)
      return nil
    }
    keep(content[...])
    return nil
  }

  private mutating func keep(_ line: Substring) {
    size += line.utf8.count
    guard size <= Self.mostBytes || lines.isEmpty else { return }
    lines.append(String(line.utf8.prefix(Self.mostBytes)) ?? String(line.prefix(Self.mostBytes / 4)))
  }

  private mutating func takeProse() -> Block? {
    defer { (lines, size) = ([], 0) }
    return lines.isEmpty ? nil : .prose(lines)
  }

  private mutating func takeCode() -> Block? {
    defer { (lines, size) = ([], 0) }
    return lines.isEmpty ? nil : .code(lines)
  }

  /// The line without HTML comments, which may span lines.
  private mutating func withoutComments(_ line: Substring) -> String {
    guard isInComment || line.utf8.contains(UInt8(ascii: "<")) else { return String(line) }
    var result = ""
    var rest = line
    while !rest.isEmpty {
      if isInComment {
        guard let close = rest.firstRange(of: "-->") else { return result }
        rest = rest[close.upperBound...]
        isInComment = false
      } else {
        guard let open = rest.firstRange(of: "<!--") else { return result + rest }
        result += rest[..<open.lowerBound]
        rest = rest[open.upperBound...]
        isInComment = true
      }
    }
    return result
  }
}

extension MarkdownBlocks {
  private static func start(of line: Substring) -> Substring {
    // Decoding mends a character that the cut goes through.
    Substring(String(decoding: line.utf8.prefix(longestLine), as: UTF8.self))
  }

  /// A line that opens or closes a code block: three or more backticks or tildes, then the language.
  private static func fence(_ line: Substring) -> (mark: UInt8, count: Int, info: Substring)? {
    guard let mark = line.utf8.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    let count = line.utf8.prefix { $0 == mark }.count
    guard count >= 3 else { return nil }
    let info = line.utf8.dropFirst(count)
    guard mark != UInt8(ascii: "`") || !info.contains(mark) else { return nil }
    return (mark, count, Substring(info).drop { $0.isWhitespace })
  }

  private static func isHeading(_ line: String) -> Bool {
    let marks = line.utf8.prefix { $0 == UInt8(ascii: "#") }.count
    guard (1...6).contains(marks) else { return false }
    let next = line.utf8.dropFirst(marks).first
    return next == nil || next == UInt8(ascii: " ") || next == UInt8(ascii: "\t")
  }

  /// Nothing but `-`, `=`, `*`, `_`, `|`, `:`, `+` and space: a rule, an underline, the second line of a table.
  private static func isRule(_ line: String) -> Bool { line.utf8.allSatisfy { "-=*_|:+ \t".utf8.contains($0) } }

  private static func isUnderline(_ line: String) -> Bool {
    let marks = line.utf8.filter { $0 != UInt8(ascii: " ") }
    return marks.allSatisfy { $0 == UInt8(ascii: "=") } || marks.allSatisfy { $0 == UInt8(ascii: "-") }
  }

  /// `[name]: address`
  private static func isLinkDefinition(_ line: String) -> Bool {
    guard line.utf8.first == UInt8(ascii: "["), let close = line.firstRange(of: "]:") else { return false }
    return !line[line.index(after: line.startIndex)..<close.lowerBound].contains("]")
  }

  /// The first line of a list item, or a row of a table.
  private static func isItem(_ line: String) -> Bool {
    guard let first = line.utf8.first else { return false }
    switch first {
    case UInt8(ascii: "|"): return true
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      return line.utf8.dropFirst().first == UInt8(ascii: " ")
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let rest = line.utf8.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      return rest.starts(with: ". ".utf8) || rest.starts(with: ") ".utf8)
    default: return false
    }
  }
}
