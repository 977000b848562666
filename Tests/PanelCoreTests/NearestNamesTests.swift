import PanelCore
import Testing

@Suite struct NearestNamesTests {
  @Test(arguments: [
    ("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "abcd", 1), ("abc", "axc", 1),
    ("kitten", "sitting", 3), ("ca", "abc", 3), ("", "abc", 3),
  ])
  func editsAreInsertionDeletionReplacementAndSwap(a: String, b: String, edits: Int) {
    #expect(NearestNames.distance(a, b, bound: 10) == edits)
    #expect(NearestNames.distance(b, a, bound: 10) == edits)
    #expect(NearestNames.distance(a, b, bound: edits) == edits)
    if edits > 0 { #expect(NearestNames.distance(a, b, bound: edits - 1) == nil) }
  }

  @Test func slipsAreFoundNearestFirst() {
    let keys = ["name", "tagline", "category", "licence", "lens"]
    #expect(NearestNames.of("license", in: keys) == ["licence"])
    #expect(NearestNames.of("NAME", in: keys) == ["name"])
    #expect(NearestNames.of("tagilne", in: keys) == ["tagline"])
    #expect(NearestNames.of("homepage", in: keys) == [])
  }

  @Test func aShortenedNameFindsTheWholeOne() {
    let slugs = ["mistral-8b-instruct-v3", "smolvlm2-turbo", "swift-nio"]
    #expect(NearestNames.of("mistral", in: slugs) == ["mistral-8b-instruct-v3"])
    #expect(NearestNames.of("turbo", in: slugs) == ["smolvlm2-turbo"])
    #expect(NearestNames.of("nio", in: slugs) == ["swift-nio"])
    #expect(NearestNames.of("x", in: slugs) == [])
  }

  @Test func noMoreThanTheLimitAreNamed() {
    #expect(NearestNames.of("aaa", in: ["aab", "aac", "aad", "aae"], limit: 2) == ["aab", "aac"])
  }

  @Test func aHostileNameIsCutBeforeItIsCompared() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(NearestNames.of(long, in: ["a", "b"]) == [])
  }
}
