import PanelCore
import Testing

@Suite struct StatisticsTests {
  @Test func effectiveVotesAreBetweenOneAndTheSeats() {
    #expect(EffectiveVotes.count(votes: 4, correlation: 0) == 4)
    #expect(EffectiveVotes.count(votes: 4, correlation: 1) == 1)
    #expect(EffectiveVotes.count(votes: 4, correlation: 0.5) == 1.6)
    #expect(EffectiveVotes.count(votes: 4, correlation: -0.2) == 4)
    #expect(EffectiveVotes.count(votes: 0, correlation: 0.3) == 0)
    for votes in 1...20 {
      for step in 0...10 {
        let count = EffectiveVotes.count(votes: votes, correlation: Double(step) / 10)
        #expect((1...Double(votes)).contains(count))
      }
    }
  }

  /// The two examples of Krippendorff (2011), sections A and C, with the values printed there.
  @Test func alphaHasTheValuesOfItsPaper() throws {
    let a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    let b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    let binary = try #require(KrippendorffAlpha.nominal(zip(a, b).map { [$0, $1] }))
    #expect(abs(binary - 0.095) < 0.0005)

    let units: [[Int]] = [
      [1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1],
      [2, 2, 2, 2], [5, 5, 5], [1, 1], [3],
    ]
    let missing = try #require(KrippendorffAlpha.nominal(units))
    #expect(abs(missing - 0.743) < 0.0005)
  }

  @Test func alphaOfPerfectAgreementIsOneAndOfNoVariationUndefined() {
    #expect(KrippendorffAlpha.nominal([[0, 0], [1, 1]]) == 1)
    #expect(KrippendorffAlpha.nominal([[0, 0], [0, 0]]) == nil)
    #expect(KrippendorffAlpha.nominal([[0], [1]]) == nil)
    #expect(KrippendorffAlpha.nominal([[Int]]()) == nil)
    #expect((KrippendorffAlpha.nominal([[0, 1], [1, 0]]) ?? 0) < 0)
  }

  @Test func rawAgreementIsTheShareOfAgreeingPairs() throws {
    #expect(RawAgreement.mean([["ship", "ship", "skip", "ship"]]) == 0.5)
    #expect(RawAgreement.mean([["ship", "ship"], ["ship", "skip"]]) == 0.5)
    #expect(RawAgreement.mean([["ship"]]) == nil)
  }
}
