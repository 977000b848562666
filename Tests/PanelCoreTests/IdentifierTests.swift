import PanelCore
import Testing

@Suite struct IdentifierTests {
  @Test(arguments: ["a", "0", "smolvlm2-turbo", "a.b_c-d", "x86", String(repeating: "a", count: 64)])
  func aSlugIsLowerCaseLettersDigitsAndThreeMarks(text: String) {
    #expect(ToolSlug(text)?.rawValue == text)
    #expect(PersonaID(text)?.rawValue == text)
  }

  @Test(arguments: [
    "", "A", "-a", ".a", "_a", "a b", "a/b", "../a", "ä", "a\n", "a\0", "٣", String(repeating: "a", count: 65),
  ])
  func whatIsNoSlugIsRefused(text: String) {
    #expect(ToolSlug(text) == nil)
    #expect(PersonaID(text) == nil)
  }

  @Test func evidenceIsCitedInBrackets() { #expect(EvidenceID(3).description == "[3]") }
}
