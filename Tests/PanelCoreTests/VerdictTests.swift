import PanelCore
import Testing

@Suite struct VerdictTests {
  @Test func theSplitNamesAbstentionsAndFailedSeats() {
    let split = verdict("Foo", [.ship, .ship, .skip, .abstain, nil]).split
    #expect(split == Split(ship: 2, skip: 1, abstain: 1, failed: 1))
    #expect(split.cast == 3)
    #expect(split.shipPercent == 67)
  }

  @Test func aPercentageNeedsAQuorumOfCastVotes() {
    #expect(verdict("Foo", [.ship, .ship, .skip, nil]).shipPercent == 67)
    #expect(verdict("Foo", [.ship, .skip, .abstain, nil]).shipPercent == nil)
    #expect(verdict("Foo", [.ship, .skip, .abstain, nil]).interval == nil)
    #expect(verdict("Foo", [nil, nil], quorum: 0).shipPercent == nil)
    #expect(verdict("Foo", [], quorum: 0).shipPercent == nil)
    #expect(verdict("Foo", [.ship, .abstain], quorum: 1).shipPercent == 100)
  }

  @Test func theIntervalIsThatOfTheVotesCast() {
    #expect(verdict("Foo", [.ship, .ship, .ship, .skip]).interval == PercentInterval(low: 30, high: 95))
  }

  @Test func sharesAreRoundedHalfUp() {
    #expect(Split(ship: 1, skip: 7).shipPercent == 13)  // 12.5
    #expect(Split(ship: 1, skip: 2).shipPercent == 33)
    #expect(Split(ship: 2, skip: 1).shipPercent == 67)
    #expect(Split(abstain: 4).shipPercent == nil)
  }

  @Test func shareAndCountersShareAddUpToAHundredOrRoundUpTogether() {
    for ship in 0...40 {
      for skip in 0...40 where ship + skip > 0 {
        let sum = (Split(ship: ship, skip: skip).shipPercent ?? 0) + (Split(ship: skip, skip: ship).shipPercent ?? 0)
        #expect(sum == 100 || sum == 101)
      }
    }
  }

  @Test func readersAreCountedApart() {
    #expect(CommunityVote().shipPercent == nil)
    #expect(CommunityVote(ship: 1, skip: 3).shipPercent == 25)
    #expect(CommunityVote(ship: 1, skip: 3).votes == 4)
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3)])
  func theDefaultQuorumIsMoreThanHalfOfTheSeats(seats: Int, quorum: Int) {
    let personas = (0..<seats).map {
      Persona(
        id: personaID("p\($0)"), name: "P", lens: "", stance: "", moves: [], shipWhen: "a", skipWhen: "b")
    }
    #expect(Panel(personas: personas).quorum == quorum)
    #expect(Panel(personas: personas, quorum: 1).quorum == 1)
  }

  @Test func aReviewReadsAsOneParagraph() {
    var review = verdict("Foo", [.ship]).reviews[0]
    review.moves = ["One.", "Two."].map { MoveAnswer(id: $0, text: $0, evidence: [], isSupported: true) }
    #expect(review.quote == "One. Two.")
  }
}
