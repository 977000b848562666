/// Cleans one line of Markdown down to the text a reader sees. Runs once over the line, whatever it holds.
enum MarkdownInline {
  /// The text without markup, images, HTML and list marks, with single spaces, and the share of it that was links.
  static func plain(_ line: String) -> (text: String, linkedShare: Double) {
    var output = Output()
    let scanner = Scanner(Array(line.unicodeScalars))
    scanner.append(0..<scanner.text.count, to: &output, depth: 0)
    let text = withoutItemMark(String(output.text)).onOneLine()
    let letters = output.text.count { !$0.properties.isWhitespace }
    return (text, letters == 0 ? 0 : Double(output.linked) / Double(letters))
  }

  private struct Output {
    var text = String.UnicodeScalarView()
    /// Characters of link labels, white space not counted.
    var linked = 0

    mutating func append(_ scalar: Unicode.Scalar, isLinked: Bool) {
      text.append(scalar)
      if isLinked, !scalar.properties.isWhitespace { linked += 1 }
    }
  }

  private static func withoutItemMark(_ text: String) -> String {
    var text = text.drop { $0.isWhitespace || $0 == ">" || $0 == "|" }
    if let first = text.first, "-*+".contains(first), text.dropFirst().first == " " { text = text.dropFirst(2) }
    if text.hasPrefix("[ ] ") || text.hasPrefix("[x] ") { text = text.dropFirst(4) }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, digits.count <= 3, text[digits.endIndex...].hasPrefix(". ") {
      text = text.dropFirst(digits.count + 2)
    }
    while let last = text.last, last.isWhitespace || last == "," { text.removeLast() }
    return String(text.drop { $0 == "," || $0.isWhitespace })
  }

  private struct Scanner {
    let text: [Unicode.Scalar]
    /// For each `[` the `]` that closes it, for each `<` and `(` the same; −1 where none does. Found in one pass each,
    /// so that a line of a million brackets costs no more than any other.
    let closing: [Int]

    init(_ text: [Unicode.Scalar]) {
      self.text = text
      var closing = [Int](repeating: -1, count: text.count)
      var squares: [Int] = []
      var rounds: [Int] = []
      var angle: Int?
      for (i, scalar) in text.enumerated() {
        switch scalar {
        case "[": squares.append(i)
        case "]": if let open = squares.popLast() { closing[open] = i }
        case "(": rounds.append(i)
        case ")": if let open = rounds.popLast() { closing[open] = i }
        case "<": angle = i
        case ">":
          if let open = angle { closing[open] = i }
          angle = nil
        default: break
        }
      }
      self.closing = closing
    }

    /// Links nest at most an image deep; what is deeper is kept as it is.
    func append(_ range: Range<Int>, to result: inout Output, depth: Int) {
      var i = range.lowerBound
      var isCode = false
      while i < range.upperBound {
        let scalar = text[i]
        if scalar == "`" {
          isCode.toggle()
          result.append(scalar, isLinked: depth > 0)
          i += 1
        } else if isCode {
          result.append(scalar, isLinked: depth > 0)
          i += 1
        } else {
          i = step(i, range, &result, depth)
        }
      }
    }

    /// Appends what begins at `i` outside of code; returns what comes after it.
    private func step(
      _ i: Int, _ range: Range<Int>, _ result: inout Output, _ depth: Int
    ) -> Int {
      let next = i + 1 < range.upperBound ? text[i + 1] : " "
      switch text[i] {
      case "\\" where next.isASCII && next.properties.isPatternSyntax:
        result.append(next, isLinked: depth > 0)
        return i + 2
      case "!" where next == "[":
        if let after = link(at: i + 1, range)?.after { return after }
      case "[":
        if let link = link(at: i, range), depth < 3 {
          append(link.label, to: &result, depth: depth + 1)
          return link.after
        }
      case "<":
        if let after = tag(at: i, range, &result) { return after }
      case "*", "~":
        // Emphasis, unless it stands alone as in `2 * 3`.
        if next == text[i] { return i + 2 }
        let before = i > 0 ? text[i - 1] : " "
        if !(before.properties.isWhitespace && next.properties.isWhitespace), text[i] == "*" { return i + 1 }
      case "_":
        let before = i > 0 ? text[i - 1] : " "
        if !(before.isWordLike && next.isWordLike) { return i + 1 }
      case "|":
        while result.text.last?.properties.isWhitespace == true { result.text.removeLast() }
        result.text.append(contentsOf: ", ".unicodeScalars)
        return i + 1
      case "&":
        if let entity = entity(at: i, range) {
          result.text.append(contentsOf: entity.text.unicodeScalars)
          return i + entity.length
        }
      default: break
      }
      let isControl = text[i].properties.generalCategory == .control
      result.append(isControl ? " " : text[i], isLinked: depth > 0)
      return i + 1
    }

    /// `[label](address)`, `[label][name]`, or an image's `[alt](address)` where `i` is at the bracket.
    private func link(at i: Int, _ range: Range<Int>) -> (label: Range<Int>, after: Int)? {
      let close = closing[i]
      guard close > i, close + 1 < range.upperBound, text[close + 1] == "(" || text[close + 1] == "[" else {
        return nil
      }
      let end = closing[close + 1]
      guard end > close, end < range.upperBound else { return nil }
      return (i + 1..<close, end + 1)
    }

    /// An HTML tag, which is dropped, or an address in angle brackets, which is kept.
    private func tag(at i: Int, _ range: Range<Int>, _ result: inout Output) -> Int? {
      let close = closing[i]
      guard close > i + 1, close < range.upperBound else { return nil }
      let first = text[i + 1]
      guard first == "/" || first == "!" || ("a"..."z").contains(first) || ("A"..."Z").contains(first) else {
        return nil
      }
      let inside = text[(i + 1)..<close]
      if inside.contains("@") || inside.starts(with: "http".unicodeScalars), !inside.contains(" ") {
        for scalar in inside { result.append(scalar, isLinked: true) }
      } else {
        result.text.append(" ")
      }
      return close + 1
    }

    private func entity(at i: Int, _ range: Range<Int>) -> (text: String, length: Int)? {
      let known = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&nbsp;": " "]
      for (name, character) in known {
        let length = name.unicodeScalars.count
        guard i + length <= range.upperBound, text[i..<i + length].elementsEqual(name.unicodeScalars) else { continue }
        return (character, length)
      }
      return nil
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isWordLike: Bool { properties.isAlphabetic || properties.numericType != nil || self == "_" }
}
