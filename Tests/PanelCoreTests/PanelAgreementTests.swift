import PanelCore
import Testing

@Suite("Agreement of a panel over many tools")
struct PanelAgreementTests {
  private func votes(_ rows: [String]) throws -> [[(persona: PersonaID, vote: Vote?)]] {
    let ids = try ["a", "b", "c"].map { try #require(PersonaID($0)) }
    return rows.map { row in
      zip(ids, row).map { id, mark in (id, mark == "+" ? .ship : mark == "-" ? .skip : mark == "o" ? .abstain : nil) }
    }
  }

  @Test("counts ship rates of votes cast, and on how many tools a vote changed the panel's leaning")
  func seats() throws {
    let agreement = PanelAgreement(try votes(["++-", "--+", "+-+", "+o?", "+++"]))
    #expect(agreement.seats.map(\.ship) == [4, 2, 3])
    #expect(agreement.seats.map(\.cast) == [5, 4, 4])
    // In ++- either plus leaves a tie behind; the minus leaves ship. Alone on the fourth tool, a decides it.
    #expect(agreement.seats.map(\.decisive) == [4, 2, 1])
    #expect(agreement.seats.allSatisfy { !$0.neverDecides })
  }

  @Test("names a persona whose vote never changed anything")
  func never() throws {
    let agreement = PanelAgreement(try votes(["++-", "++-", "--+"]))
    #expect(agreement.seats.map(\.neverDecides) == [false, false, true])
  }

  @Test("is worth one vote where all vote alike, and all seats where they vary apart")
  func effective() throws {
    let same = PanelAgreement(try votes(["+++", "---", "+++"]))
    #expect(abs((same.effectiveVotes ?? 0) - 1) < 1e-9)
    let apart = PanelAgreement(try votes(["++-", "+-+", "-++", "--+", "-+-", "+--"]))
    #expect((apart.effectiveVotes ?? 0) == 3)
    #expect(PanelAgreement(try votes(["+++"])).effectiveVotes == nil)
  }
}

@Suite("Forecasts against outcomes")
struct ForecastScoreTests {
  @Test("Brier score, accuracy and calibration error of a hand-made sample")
  func sample() throws {
    let score = try #require(ForecastScore([(0.9, true), (0.9, false), (0.2, false), (0.5, true)]))
    #expect(score.accuracy == 0.75)
    #expect(abs(score.brier - (0.01 + 0.81 + 0.04 + 0.25) / 4) < 1e-12)
    // Bins: 0.2 against 0, 0.5 against 1, 0.9 against one half.
    #expect(abs(score.calibrationError - (0.2 + 0.5 + 2 * 0.4) / 4) < 1e-12)
    #expect(score.bins.map(\.count) == [1, 1, 2])
    #expect(ForecastScore([]) == nil)
  }

  @Test("a certain forecast has a bin")
  func certain() throws {
    let score = try #require(ForecastScore([(1, true), (0, false)]))
    #expect(score.calibrationError == 0 && score.brier == 0 && score.accuracy == 1)
  }
}

@Suite("A verdict's swing")
struct SwingTests {
  private func verdict(_ seats: [(Double?, Double?)]) throws -> Verdict {
    let slug = try #require(ToolSlug("x"))
    return Verdict(
      dossier: Dossier(slug: slug, name: "X", tagline: "", category: "", facts: [], description: ""),
      reviews: try seats.enumerated().map { index, p in
        Review(
          persona: try #require(PersonaID("p\(index)")), name: "P", vote: p.0.map { $0 >= 0.5 ? .ship : .skip },
          pShip: p.0, pShipRaw: nil, pShipNeutral: p.1)
      }, quorum: 1)
  }

  @Test("is the mean difference that the wording makes, large from 0.05 or where a vote changes")
  func swing() throws {
    let small = try #require(try verdict([(0.6, 0.58), (0.4, 0.38), (nil, nil)]).swing)
    #expect(abs(small.pShip - 0.02) < 1e-12 && small.changed.isEmpty && !small.isLarge)
    let turned = try #require(try verdict([(0.51, 0.49), (0.4, 0.4)]).swing)
    #expect(turned.changed.map(\.rawValue) == ["p0"] && turned.isLarge)
    #expect(try #require(try verdict([(0.7, 0.6)]).swing).isLarge)
    #expect(try verdict([(nil, nil)]).swing == nil)
  }
}

@Suite("Edits of a dossier")
struct DossierEditTests {
  private func dossier() throws -> Dossier {
    Dossier(
      slug: try #require(ToolSlug("yams")), name: "Yams", tagline: "Yams reads", category: "",
      facts: (1...14).map {
        Evidence(
          id: EvidenceID($0), text: "Yams fact \($0), not Yamsish", source: "s", retrieved: nil, isVendorText: $0 == 2)
      }, description: "")
  }

  @Test("change what they name and number the facts anew")
  func edits() throws {
    let edited = try #require(
      try dossier().edited([.replace(2, "New."), .drop(1), .add("Last."), .licence("MIT"), .rename("Zeta")]))
    #expect(edited.facts.map(\.id.rawValue) == Array(1...14))
    #expect(edited.facts[0].text == "New." && !edited.facts[0].isVendorText)
    #expect(edited.facts[1].text == "Zeta fact 3, not Yamsish")
    #expect(edited.facts[13].text == "Last." && edited.licence == "MIT" && edited.name == "Zeta")
    #expect(try dossier().edited([.replace(15, "x")]) == nil)
  }

  @Test("orders keep every fact", arguments: DossierEdit.Order.allCases)
  func orders(order: DossierEdit.Order) throws {
    let before = try dossier()
    let after = try #require(before.edited([.order(order)]))
    #expect(after.facts.map(\.text) != before.facts.map(\.text))
    #expect(Set(after.facts.map(\.text)) == Set(before.facts.map(\.text)))
  }
}
