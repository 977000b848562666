import PanelCore
import Testing

@Suite struct RecommendationTests {
  private let level = [verdict("A", [.ship, .ship, .skip, .ship]), verdict("B", [.ship, .skip, .ship, .ship])]

  @Test func oneToolHasNoRecommendation() {
    #expect(Recommendation.decide(verdicts: [level[0]], headToHead: []) == nil)
    #expect(Recommendation.decide(verdicts: [], headToHead: []) == nil)
  }

  @Test func theHigherPercentageWinsWhateverTheOrder() {
    let worse = verdict("C", [.ship, .skip, .skip, .skip])
    for verdicts in [[level[0], worse], [worse, level[0]]] {
      let recommendation = Recommendation.decide(verdicts: verdicts, headToHead: [])
      #expect(recommendation?.winner?.rawValue == "a")
      #expect(recommendation?.reason == .panel)
      #expect(recommendation?.text.contains("75% ship, against 25% for C") == true)
      #expect(recommendation?.text.contains("intervals overlap") == true)
    }
  }

  @Test func votesOfOneModelAreALeanThoughTheirIntervalsDoNotOverlap() {
    let verdicts = [verdict("A", [.ship, .ship, .ship, .ship]), verdict("B", [.skip, .skip, .skip, .skip])]
    let recommendation = Recommendation.decide(verdicts: verdicts, headToHead: [])
    #expect(
      recommendation?.text == "The panel prefers A: 100% ship, against 0% for B. "
        + "The votes are few and come from one model, so take it as a lean all the same.")
  }

  @Test func theMeansAreToldAndALeadThatIsNarrow() {
    func told(_ first: [Double?], _ second: [Double?]) -> String? {
      let verdicts = [("A", Vote.ship, first), ("B", .skip, second)].map { name, vote, odds in
        var verdict = verdict(name, odds.map { _ in vote })
        for (index, pShip) in odds.enumerated() { verdict.reviews[index].pShip = pShip }
        return verdict
      }
      return Recommendation.decide(verdicts: verdicts, headToHead: [])?.text
    }
    #expect(
      told([0.55, 0.53, nil], [0.44, 0.47, 0.455])?.contains(
        "Their mean P(ship) is 0.54, hardly above one half, against 0.46, a narrow lead whatever the percentages look "
          + "like.") == true)
    #expect(
      told([0.51, 0.51], [0.5, 0.54])?.contains(
        "is 0.51, hardly above one half, against 0.52, so it leads by the votes alone.") == true)
    #expect(told([1, 1], [0.06, 0.04])?.contains("Their mean P(ship) is 1.00 against 0.05. ") == true)
    #expect(told([nil, nil], [0.1, 0.1])?.contains("mean P(ship)") == false)
  }

  @Test func halfOfAPanelThatWouldSkipAndAPanelThatShipsNothingAreSaid() {
    let half = [verdict("A", [.ship, .skip]), verdict("B", [.skip, .skip])]
    #expect(
      Recommendation.decide(verdicts: half, headToHead: [])?.text.contains(
        "Half of the panel would skip it all the same.")
        == true)
  }

  @Test func toolsThatMostWouldSkipHaveNoWinnerWhateverADuelSays() {
    var none = ["A", "B", "C"].map { verdict($0, [.skip, .skip, .abstain, .skip]) }
    let duel = duel("a", "b", [("a", "a"), ("a", "a"), ("a", "a"), ("a", "a")])
    let two = Recommendation.decide(verdicts: Array(none.prefix(2)), headToHead: [duel])
    #expect(two?.winner == nil)
    #expect(two?.reason == .noMajority)
    #expect(two?.text == "No reviewer would ship A or B, so the panel names neither of them.")
    for index in none.indices { none[index].reviews[0].pShip = 0.4 + Double(index) / 100 }
    #expect(
      Recommendation.decide(verdicts: none, headToHead: [duel])?.text
        == "No reviewer would ship A, B or C, so the panel names none of them. "
        + "Their mean P(ship) is 0.40 for A, 0.41 for B and 0.42 for C.")
    none[2].reviews[0].vote = .ship
    let some = Recommendation.decide(verdicts: none, headToHead: [])
    #expect(some?.reason == .noMajority)
    #expect(
      some?.text.hasPrefix(
        "The panel names none of them, as most reviewers would skip each: 0 of 3 would ship A, 0 of 3 would ship B "
          + "and 1 of 3 would ship C.") == true)
    // As many to ship one of them as to skip it, and the percentages decide again.
    none[2].reviews[1].vote = .abstain
    #expect(Recommendation.decide(verdicts: none, headToHead: [])?.reason == .noQuorum)
    none[2].reviews[2].vote = .ship
    #expect(Recommendation.decide(verdicts: none, headToHead: [])?.winner?.rawValue == "c")
  }

  @Test func aPickIsClearIfMostWouldShipItAndTheirMeanIsNotHardlyAboveOneHalf() {
    func isClear(_ votes: [Vote], _ pShip: Double?) -> Bool {
      var verdict = verdict("A", votes)
      for index in verdict.reviews.indices { verdict.reviews[index].pShip = pShip }
      return Recommendation.isClear(verdict)
    }
    #expect(isClear([.ship, .ship, .skip], nil))
    #expect(isClear([.ship, .ship, .skip], 0.56))
    #expect(!isClear([.ship, .ship, .skip], 0.54))
    #expect(!isClear([.ship, .skip], 0.56))
  }

  @Test func toolsWithPurposesOfTheirOwnAreForDifferentWork() {
    var verdicts = [verdict("A", [.ship]), verdict("B", [.skip])]
    #expect(!Recommendation.areForDifferentWork(verdicts))
    verdicts[0].dossier.purpose = "fire clay"
    #expect(!Recommendation.areForDifferentWork(verdicts))
    verdicts[1].dossier.purpose = "bake bread"
    #expect(Recommendation.areForDifferentWork(verdicts))
    #expect(!Recommendation.areForDifferentWork([verdicts[0]]))
    verdicts[1].dossier.purpose = "Fire clay"
    #expect(!Recommendation.areForDifferentWork(verdicts))
  }

  @Test func aToolWithoutQuorumLeavesNoRecommendation() {
    let verdicts = [level[0], verdict("C", [.ship, nil, .abstain, nil])]
    let recommendation = Recommendation.decide(verdicts: verdicts, headToHead: [])
    #expect(recommendation?.winner == nil)
    #expect(recommendation?.reason == .noQuorum)
    #expect(recommendation?.text == "No recommendation: C got 1 of the 3 votes that a percentage needs.")
  }

  @Test func levelToolsAreDecidedByWhatSurvivesBothOrders() {
    let duel = duel("b", "a", [("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")])
    let recommendation = Recommendation.decide(verdicts: level, headToHead: [duel])
    #expect(recommendation?.winner?.rawValue == "a")
    #expect(recommendation?.reason == .headToHead)
    #expect(recommendation?.text.contains("2 to 1 against B") == true)
  }

  @Test func anAnswerThatFollowsTheOrderDecidesNothing() {
    let duel = duel("a", "b", [("a", "b"), ("a", "b"), ("a", "a"), ("a", "a")])
    let recommendation = Recommendation.decide(verdicts: level, headToHead: [duel])
    #expect(recommendation?.winner == nil)
    #expect(recommendation?.reason == .splitByOrder)
  }

  @Test func aTieIsTooCloseAndNeverTheFirstInTheList() {
    let even = duel("a", "b", [("a", "a"), ("b", "b"), ("a", "a"), ("b", "b")])
    let unanswered = duel("a", "b", [(nil, nil), (nil, "b"), ("a", nil), ("a", "a")])
    for duels in [[even], [unanswered], []] {
      let recommendation = Recommendation.decide(verdicts: level, headToHead: duels)
      #expect(recommendation?.winner == nil)
      #expect(recommendation?.reason == .tooClose)
    }
  }

  @Test func ofThreeLevelToolsTheOneThatBeatsBothOthersWins() {
    let three = level + [verdict("C", [.skip, .ship, .ship, .ship])]
    let all = { (winner: String) in [(String?, String?)](repeating: (winner, winner), count: 4) }
    let ab = duel("a", "b", all("b"))
    let bc = duel("b", "c", all("b"))
    let ca = duel("c", "a", all("c"))
    #expect(Recommendation.decide(verdicts: three, headToHead: [ab, bc, ca])?.winner?.rawValue == "b")
    // a beats b beats c beats a: a circle has no winner.
    let circle = [duel("a", "b", all("a")), bc, ca]
    let recommendation = Recommendation.decide(verdicts: three, headToHead: circle)
    #expect(recommendation?.winner == nil)
    #expect(recommendation?.reason == .tooClose)
  }

  @Test func aToolBehindTheLeadersIsNotAskedAbout() {
    let three = level + [verdict("C", [.skip, .skip, .skip, .ship])]
    let duels = [duel("a", "b", [("a", "a"), ("a", "a"), ("a", "a"), ("b", "a")])]
    #expect(Recommendation.decide(verdicts: three, headToHead: duels)?.winner?.rawValue == "a")
  }

  /// No renaming and no reordering of tools may change who wins.
  @Test func theDecisionDoesNotDependOnOrder() {
    let votes: [[Vote?]] = [[.ship, .ship], [.ship, .skip], [.skip, .skip], [.ship, nil], [.abstain, .ship]]
    for a in votes {
      for b in votes {
        let verdicts = [verdict("A", a, quorum: 1), verdict("B", b, quorum: 1)]
        let duel = duel("a", "b", [("b", "b"), ("b", "b")])
        let forward = Recommendation.decide(verdicts: verdicts, headToHead: [duel])
        let backward = Recommendation.decide(verdicts: verdicts.reversed(), headToHead: [duel])
        #expect(forward?.winner == backward?.winner)
        #expect(forward?.reason == backward?.reason)
      }
    }
  }
}
