import PanelCore
import Testing

@Suite struct HeadToHeadTests {
  @Test func seatsAreConsistentSplitOrMissing() {
    let duel = duel("a", "b", [("a", "a"), ("a", "b"), (nil, "b"), ("b", "b")])
    #expect(duel.seats.map(\.outcome) == [.consistent(slug("a")), .split, .missing, .consistent(slug("b"))])
    #expect(duel.wins(of: slug("a")) == 1)
    #expect(duel.splits == 1)
    #expect(duel.missing == 1)
  }

  @Test func moreThanHalfOfTheSeatsMustHoldToAnAnswer() {
    #expect(duel("a", "b", [("a", "a"), ("a", "a"), ("a", "b"), ("a", "b")]).result == .splitByOrder)
    #expect(duel("a", "b", [("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")]).result == .winner(slug("a")))
    #expect(duel("a", "b", [("a", "a"), ("b", "b"), ("b", nil)]).result == .tooClose)
    #expect(duel("a", "b", [("a", nil), ("b", nil)]).result == .tooClose)
    #expect(duel("a", "b", []).result == .tooClose)
  }

  @Test func itIsFoundInEitherOrder() {
    #expect(duel("a", "b", []).isBetween(slug("b"), slug("a")))
    #expect(!duel("a", "b", []).isBetween(slug("a"), slug("c")))
  }
}
