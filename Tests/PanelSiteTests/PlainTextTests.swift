import Testing

@testable import PanelSite

@Suite("Text from outside")
struct PlainTextTests {
  @Test(
    "loses what is not seen",
    arguments: [
      ("a\u{1B}[31mred\u{1B}[0m", "a[31mred[0m"),
      ("bell\u{07}, null\u{00}, C1 \u{9B}31m", "bell, null, C1 31m"),
      ("\u{202E}gpj.exe\u{202C}", "gpj.exe"),
      ("\u{2066}isolated\u{2069}", "isolated"),
      ("zero\u{200B}width\u{FEFF}", "zerowidth"),
      ("soft\u{AD}hyphen", "softhyphen"),
      ("tags\u{E0041}\u{E0042}", "tags"),
      ("selectors\u{E0100}\u{E0101}", "selectors"),
      ("private\u{E000}", "private"),
      ("  lines\r\nand\ttabs\u{2028}and\u{3000}spaces ", "lines and tabs and spaces"),
      ("Z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "Z\u{300}\u{301}\u{302}\u{303}"),
      ("\u{200D}\u{200D}\u{200D}", "\u{200D}"),
    ])
  func cleaned(_ text: String, _ expected: String) {
    // Compared by scalars: Swift takes canonically equal strings for equal.
    #expect(Array(PlainText.clean(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(
    "keeps every script and emoji as they are",
    arguments: ["نص عربي", "فارسی می‌خواهم", "עִבְרִית", "हिन्दी क्षत्रिय", "ภาษาไทย", "한국어", "日本語", "👩‍👩‍👧‍👦 🇯🇵 1️⃣", "naïve Việt"])
  func kept(_ text: String) {
    #expect(Array(PlainText.clean(text).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test("is parted into paragraphs at empty lines") func paragraphs() {
    #expect(PlainText.paragraphs("one\ntwo\n\n \nthree\r\n\r\nfour\n") == ["one two", "three", "four"])
    #expect(PlainText.paragraphs(" \n ").isEmpty)
  }

  @Test(
    "has the width that a terminal gives it",
    arguments: [
      ("plain", 5), ("naïve", 5), ("e\u{301}", 1), ("日本", 4), ("한국", 4), ("ｆｕｌｌ", 8), ("👨‍👩‍👧‍👦", 2), ("🇯🇵", 2),
      ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("▲", 1), ("é日👍", 5), ("नि", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("", 0),
    ])
  func width(_ text: String, _ columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test("is cut to columns, never in the middle of a wide character") func cut() {
    #expect(DisplayWidth.prefix("日本語", columns: 5) == "日本")
    #expect(DisplayWidth.suffix("日本語", columns: 5) == "本語")
    #expect(DisplayWidth.fit("日本語", columns: 6) == "日本語")
    #expect(DisplayWidth.fit("日本語", columns: 5) == "日本…")
    #expect(DisplayWidth.fit("日本語", columns: 4) == "日… ")
    #expect(DisplayWidth.fit("ab", columns: 4) == "ab  ")
  }

  @Test("is wrapped at spaces, between wide characters, and inside words only where it must be")
  func wrapped() {
    #expect(LineWrapping.lines("one two three", width: 7) == ["one two", "three"])
    #expect(LineWrapping.lines("abcdefghij kl", width: 4) == ["abcd", "efgh", "ij", "kl"])
    #expect(LineWrapping.lines("日本語です。次", width: 6) == ["日本語", "です。", "次"])
    #expect(LineWrapping.lines("", width: 5).isEmpty)
  }

  @Test(
    "is a link only where it is a plain web address",
    arguments: [
      ("https://a.example/x?y=1#z", true), ("http://localhost:8080/", true), ("HTTPS://A.example", true),
      ("javascript:alert(1)", false), ("https://user:pw@a.example/", false), ("https://a.example/ x", false),
      ("data:text/html,x", false), ("//a.example", false), ("https://", false), ("https://a.example/\"onclick=", false),
      ("https://a.example/<b>", false), ("https://\u{430}.example", false), ("vbscript:x", false), ("README.md", false),
    ])
  func link(_ text: String, _ isLink: Bool) {
    #expect((WebAddress(text) != nil) == isLink)
  }

  @Test("is code between paired backticks") func runs() {
    #expect(TextRun.split("a `b` c") == [.init(plain: "a "), .init(plain: "", code: "b"), .init(plain: " c")])
    #expect(TextRun.split("a ` b") == [.init(plain: "a ` b")])
    #expect(TextRun.split("``x") == [.init(plain: "``x")])
    #expect(TextRun.split("").isEmpty)
  }

  @Test("numbers are rounded, signed and grouped") func numbers() {
    #expect(NumberText.decimal(0.005, places: 2) == "0.01")
    #expect(NumberText.decimal(-0.001, places: 2) == "0.00")
    #expect(NumberText.signed(-1.25, places: 1) == "−1.3")
    #expect(NumberText.decimal(12_345.6, places: 0) == "12,346")
    #expect(NumberText.grouped(-1_234_567) == "−1,234,567")
    #expect(NumberText.list(["a", "b", "c"]) == "a, b and c")
  }
}
