/// Breaks text into lines of a width in columns.
///
/// Lines break at spaces, and before and after East Asian wide characters; a word that is wider than the line is broken
/// where it must be.
package enum LineWrapping {
  /// `text` in lines of at most `width` columns, the second and later ones indented by `hanging`.
  static func lines(_ text: StyledText, width: Int, hanging: Int = 0) -> [StyledText] {
    let hanging = min(hanging, width / 2)
    var wrapper = Wrapper(width: max(2, width), hanging: hanging)
    for word in words(text) { wrapper.add(word) }
    return wrapper.finished()
  }

  static func lines(_ text: String, width: Int) -> [String] {
    lines(StyledText(text), width: width).map { $0.rendered(colour: false) }
  }

  /// Characters that stay together on a line, and whether a space goes before them.
  private struct Word {
    var characters: [StyledCharacter]
    var hasSpaceBefore: Bool
    var width: Int { characters.reduce(0) { $0 + $1.width } }
  }

  private struct StyledCharacter {
    var character: Character
    var style: TerminalStyle
    var width: Int
  }

  private static func words(_ text: StyledText) -> [Word] {
    var words: [Word] = []
    var current = Word(characters: [], hasSpaceBefore: false)
    func flush() {
      if !current.characters.isEmpty { words.append(current) }
      current = Word(characters: [], hasSpaceBefore: false)
    }
    for piece in text.pieces {
      for character in piece.text {
        guard character != " " else {
          flush()
          current.hasSpaceBefore = true
          continue
        }
        let styled = StyledCharacter(character: character, style: piece.style, width: DisplayWidth.of(character))
        let isWide = styled.width > 1
        let followsWide = (current.characters.last?.width ?? 0) > 1
        if !current.characters.isEmpty, isWide || followsWide, !closing.contains(character) { flush() }
        current.characters.append(styled)
      }
    }
    flush()
    return words
  }

  /// Marks that may not begin a line.
  private static let closing: Set<Character> = [
    "、", "。", "，", "．", "」", "』", "）", "］", "！", "？", "：", "；", ",", ".", ")", "!", "?", ":", ";", "”", "’",
  ]

  private struct Wrapper {
    let width: Int
    let hanging: Int
    private var lines: [StyledText] = []
    private var line: [StyledCharacter] = []
    private var used = 0

    init(width: Int, hanging: Int) {
      self.width = width
      self.hanging = hanging
    }

    private var room: Int { width - (lines.isEmpty ? 0 : hanging) }

    mutating func add(_ word: Word) {
      let space = word.hasSpaceBefore && !line.isEmpty ? 1 : 0
      if used + space + word.width <= room {
        if space > 0, let first = word.characters.first {
          let style = line.last?.style == first.style ? first.style : .plain
          line.append(StyledCharacter(character: " ", style: style, width: 1))
        }
        line += word.characters
        used += space + word.width
        return
      }
      if !line.isEmpty { breakLine() }
      for character in word.characters {
        if used + character.width > room { breakLine() }
        line.append(character)
        used += character.width
      }
    }

    mutating func finished() -> [StyledText] {
      if !line.isEmpty { breakLine() }
      return lines
    }

    private mutating func breakLine() {
      var text = StyledText(lines.isEmpty ? "" : String(repeating: " ", count: hanging))
      for character in line {
        if let last = text.pieces.last, last.style == character.style {
          text.pieces[text.pieces.count - 1].text.append(character.character)
        } else {
          text.pieces.append(.init(text: String(character.character), style: character.style))
        }
      }
      lines.append(text)
      line = []
      used = 0
    }
  }
}
