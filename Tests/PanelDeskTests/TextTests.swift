import PanelDesk
import Testing

struct TextTests {
  @Test func `a diff names the words that changed and no others`() {
    let diff = WordDiff(from: "It starts in one second on a laptop.", to: "It starts in two seconds on a laptop.")
    #expect(
      diff.runs == [
        .init(kind: .same, text: "It starts in "), .init(kind: .removed, text: "one second "),
        .init(kind: .added, text: "two seconds "), .init(kind: .same, text: "on a laptop."),
      ])
    #expect(!WordDiff(from: "same", to: "same").hasChanges)
  }

  @Test func `a diff joins to both texts, whatever they are`() {
    var random = SystemRandomNumberGenerator()
    let words = ["a", "b", "c", "d", "é", "👩‍🚀", "x,"]
    for _ in 0..<300 {
      func text() -> String {
        (0..<Int.random(in: 0...12, using: &random)).map { _ in words.randomElement()! }.joined(separator: " ")
      }
      let (old, new) = (text(), text())
      let runs = WordDiff(from: old, to: new).runs
      func joined(_ kinds: [WordDiff.Kind]) -> [Substring] {
        runs.filter { kinds.contains($0.kind) }.map(\.text).joined(separator: " ").split(separator: " ")
      }
      #expect(joined([.same, .removed]) == old.split(separator: " "), "\(old) → \(new)")
      #expect(joined([.same, .added]) == new.split(separator: " "), "\(old) → \(new)")
    }
  }

  @Test(.timeLimit(.minutes(10))) func `a hundred thousand words are compared without taking the machine`() {
    let long = String(repeating: "word another ", count: 50_000)
    #expect(WordDiff(from: long, to: "x " + long + " y").hasChanges)
  }

  @Test func `changes at different places are merged, at the same place kept apart`() {
    let base = "It starts fast and stops late."
    let merged = TextMerge(
      base: base, mine: "It starts slowly and stops late.", theirs: "It starts fast and stops early.")
    #expect(!merged.hasConflicts && merged.text == "It starts slowly and stops early.")
    let conflict = TextMerge(
      base: base, mine: "It starts slowly and stops late.", theirs: "It starts well and stops late.")
    #expect(conflict.hasConflicts)
    #expect(conflict.parts.contains(.conflict(mine: "slowly ", base: "fast ", theirs: "well ")))
  }

  @Test func `a merge with an unchanged side is the other side`() {
    var random = SystemRandomNumberGenerator()
    let words = ["a", "b", "c", "d", "e"]
    func text() -> String {
      (0..<Int.random(in: 1...9, using: &random)).map { _ in words.randomElement()! }.joined(separator: " ")
    }
    for _ in 0..<300 {
      let (base, other) = (text(), text())
      #expect(TextMerge(base: base, mine: base, theirs: other).text == other)
      #expect(TextMerge(base: base, mine: other, theirs: base).text == other)
      let same = TextMerge(base: base, mine: other, theirs: other)
      #expect(!same.hasConflicts && same.text == other)
    }
  }

  @Test func `a sheet is read back as it was written, and edits in it are found`() throws {
    let content = try ItemContent(base: Desk.comparison()).saying([
      try #require(FieldPath("beacon/dx/primitive")): "# odd"
    ])
    let sheet = EditSheet(content.fields)
    let text = sheet.text(notes: ["Item 12"])
    #expect(try content.saying(sheet.read(text)) == content)
    let changed = text.replacing("First one runs it.", with: "First one reads\nit.", maxReplacements: 1)
    #expect(try sheet.read(changed)[try #require(FieldPath("beacon/user/first"))] == "First one reads it.")
  }

  @Test(arguments: [
    "words\n## recommendation\nx", "## nothing/there/x\ntext", "## recommendation\na\n## recommendation\nb",
  ])
  func `a sheet that cannot be read says at which line`(text: String) throws {
    let sheet = EditSheet(ItemContent(base: try Desk.comparison()).fields)
    let error = refusal { _ = try sheet.read(text) }
    #expect(error?.code == .badInput && error?.message.contains("Line ") == true)
  }
}
