import PanelCore
import Testing

@testable import PanelSite

@Suite("What a page says")
struct PageContentTests {
  @Test("without a quorum there is a dash, no interval, and the votes that are missing")
  func noQuorum() throws {
    let tool = PageContent(try Samples.three()).tools[1]
    #expect(tool.ship == "—")
    #expect(tool.interval == nil)
    #expect(tool.quorumNote == "No percentage: 2 votes cast, 3 needed.")
    #expect(tool.split == "0 ship · 2 skip · 1 abstain · 2 failed")
    #expect(tool.absences == ["Abstained: DX reviewer.", "Failed seats: Futurist and Business reviewer."])
  }

  @Test("facts of one source that has no address are said to be, whenever they were read") func oneSource() throws {
    func notes(_ sources: [String]) throws -> [String] {
      var verdict = try Samples.pocketlens()
      verdict.dossier.facts = sources.enumerated().map { number, source in
        Samples.fact(number + 1, "It runs.", source, CalendarDate(year: 2026, month: 8, day: number + 1))
      }
      let comparison = Comparison(
        verdicts: [verdict], recommendation: nil, run: Samples.run([verdict.dossier.slug]))
      return PageContent(comparison).tools[0].absences.filter { $0.hasPrefix("All its facts") }
    }
    #expect(try notes(["a page", "a page"]).count == 1)
    #expect(try notes(["a page", "another"]).isEmpty)
    #expect(try notes(["https://a.example", "https://a.example"]).isEmpty)
    #expect(try notes(["a page"]).isEmpty)
  }

  @Test("of tools for different work none is picked, and what most would skip is a lean") func lean() throws {
    func topic(_ purposes: [String?], votes: [Vote]? = nil) throws -> String {
      var comparison = try Samples.two()
      for (index, purpose) in purposes.enumerated() { comparison.verdicts[index].dossier.purpose = purpose }
      let winner = try #require(comparison.verdicts.max { $0.shipPercent ?? 0 < $1.shipPercent ?? 0 })
      comparison.recommendation = Recommendation(winner: winner.dossier.slug, reason: .panel, text: "So it is.")
      if let votes, let place = comparison.verdicts.firstIndex(of: winner) {
        for index in votes.indices { comparison.verdicts[place].reviews[index].vote = votes[index] }
      }
      return try #require(PageContent(comparison).recommendation?.topic)
    }
    #expect(try topic([nil, nil]) == "The panel’s pick")
    #expect(try topic(["fire clay", "fire clay"]) == "The panel’s pick")
    #expect(try topic(["fire clay", "bake bread"]) == "The panel’s view")
    #expect(try topic([nil, nil], votes: [.skip, .skip, .skip, .skip]) == "The panel’s lean")
  }

  @Test("tools that most would skip have no pick and are not called close") func refused() throws {
    var comparison = try Samples.two()
    comparison.recommendation = Recommendation(winner: nil, reason: .noMajority, text: "Nobody would.")
    let content = try #require(PageContent(comparison).recommendation)
    #expect("\(content.topic): \(content.headline)" == "The panel’s view: Neither")
    #expect(content.rule == "Most reviewers would skip each of them, so the panel names no winner.")
    comparison.verdicts += try Samples.three().verdicts.suffix(1)
    #expect(PageContent(comparison).recommendation?.headline == "None of them")
  }

  @Test("a recommendation says of which tools no fact can be looked up") func caution() throws {
    var comparison = try Samples.two()
    comparison.recommendation = Recommendation(winner: nil, reason: .tooClose, text: "Even.")
    let day = CalendarDate(year: 2026, month: 8, day: 1)
    for index in comparison.verdicts.indices {
      comparison.verdicts[index].dossier.facts = [1, 2].map {
        Samples.fact($0, "It runs.", index == 0 ? "a page" : "https://a.example", day)
      }
    }
    let caution = try #require(PageContent(comparison).recommendation?.caution)
    #expect(
      caution.hasPrefix(
        "The facts of \(comparison.verdicts[0].dossier.name) come from a single source without an address"))
    comparison.verdicts[0].dossier.facts[0].source = "https://b.example"
    #expect(PageContent(comparison).recommendation?.caution == nil)
  }

  @Test("a failed seat names its cause, and says so where there is none") func failedSeat() throws {
    let seats = PageContent(try Samples.three()).seats
    #expect(seats[2].cells[1].failure == "The answer was cut off after 60 words; ask for fewer moves.")
    #expect(seats[3].cells[1].failure == "This seat failed without a stated cause.")
    #expect(seats[3].cells[1].word == "No vote")
  }

  @Test("a persona that only one tool had gets a row, with the others not asked") func extraSeat() throws {
    let seats = PageContent(try Samples.three()).seats
    #expect(seats.map(\.reviewer).last == "Security reviewer")
    #expect(seats.last?.cells.map(\.word) == ["Not asked", "Skip", "Not asked"])
  }

  @Test("a citation of a fact that is not there is no link") func strayCitation() throws {
    let sentence = try #require(PageContent(try Samples.three()).seats[1].cells[1].sentences.first)
    #expect(sentence.cites.map(\.cited) == [1, 9])
    #expect(sentence.cites.map { $0.target != nil } == [true, false])
  }

  @Test("an old price is called old, a missing one missing, and no winner is made up") func pricing() throws {
    let content = PageContent(try Samples.three())
    #expect(content.pricingRead.hasSuffix("No price is on record for Driftwood."))
    #expect(content.tools[2].price?.stale == "This price was read 113 days before the panel sat; check it.")
    #expect(content.tools[0].price?.stale == nil)
    #expect(content.recommendation?.headline == "No recommendation")
  }

  @Test("the community has its own count") func community() throws {
    let tools = PageContent(try Samples.three()).tools
    #expect(tools.map(\.community) == ["—", "0%", "64%"])
    #expect(tools.map(\.communityNote) == ["no reader votes yet", "1 reader vote", "64 reader votes"])
  }

  @Test("a source of several addresses is a link to each, and any other its text") func sources() {
    let two = LinkContent.all(of: "https://a.example/x and https://b.example/y@1")
    #expect(two.map(\.href) == ["https://a.example/x", "https://b.example/y@1"])
    #expect(MarkdownEscaping.links(two) == "<https://a.example/x> and <https://b.example/y@1>")
    for text in ["read and write", "https://a.example and its README"] {
      #expect(LinkContent.all(of: text).map(\.text) == [text])
      #expect(LinkContent.all(of: text)[0].href == nil)
    }
  }

  @Test("how near to the middle the votes were is told") func means() throws {
    var comparison = try Samples.two()
    for (index, pShip) in [0.52, 0.56, .nan].enumerated() { comparison.verdicts[0].reviews[index].pShip = pShip }
    for index in comparison.verdicts[0].reviews.indices.dropFirst(3) {
      comparison.verdicts[0].reviews[index].pShip = nil
    }
    comparison.verdicts[1].reviews[0].pShip = 0.4983
    let content = PageContent(comparison)
    #expect(content.tools[0].mean == "0.54")
    #expect(content.seats[0].cells.map(\.probability) == ["0.52", "0.498"])
  }

  @Test("the byline says whose words they are") func byline() throws {
    var comparison = try Samples.two()
    #expect(PageContent(comparison).byline == "By AI reviewers, who are roles and not people, on one language model.")
    comparison.verdicts[0].reviews[0].moves[0].wording = .persona
    comparison.verdicts[0].reviews[0].moves[1].wording = .both
    comparison.verdicts[0].reviews[1].moves[0].wording = .model
    let content = PageContent(comparison)
    #expect(content.byline.contains("in the words of the roles’ authors"))
    #expect(
      content.making.method.contains {
        $0.contains("In 1 of 3 answers") && $0.contains("in 1 the model ended a sentence and the author wrote the next")
      })
  }

  @Test("drivers are scaled to the strongest, centred on no pull") func drivers() throws {
    let pulls = PageContent(try Samples.awkward()).seats[0].cells[0].pulls
    #expect(pulls.map(\.weight) == ["+0.40", "−9.00"])
    #expect(pulls.map(\.words) == ["towards ship", "towards skip"])
    #expect(pulls.map(\.barStart) == [50, 0])
    #expect(pulls.map(\.barWidth) == [2, 50])
  }

  @Test("weights that are no numbers are drawn as none") func strangeWeights() throws {
    var comparison = try Samples.two()
    comparison.verdicts[0].reviews[0].drivers[0].weight = .nan
    comparison.verdicts[0].reviews[0].drivers[1].weight = .infinity
    comparison.verdicts[0].reviews[0].pShip = .nan
    let cell = PageContent(comparison).seats[0].cells[0]
    #expect(cell.pulls.prefix(2).map(\.weight) == ["+0.00", "+0.00"])
    #expect(cell.probability == "—")
  }

  @Test("a swing, text that addresses the reviewers, and what else pulled a vote are told") func wording() throws {
    var comparison = try Samples.two()
    let quiet = PageContent(comparison).tools[0].absences
    for index in comparison.verdicts[0].reviews.indices {
      comparison.verdicts[0].reviews[index].pShipNeutral = comparison.verdicts[0].reviews[index].pShip.map { $0 - 0.08 }
    }
    comparison.verdicts[0].addressed = [EvidenceID(3)]
    comparison.verdicts[0].reviews[0].terms = [
      TermWeight(term: .whole, weight: 0.12), TermWeight(term: .licence, weight: 0.001),
    ]
    let content = PageContent(comparison)
    let notes = content.tools[0].absences.filter { !quiet.contains($0) }
    #expect(notes.count == 2)
    #expect(notes[0].hasPrefix("Swing +0.08") && notes[0].hasSuffix("read the evidence before the percentage."))
    #expect(notes[1] == "Not judged, as it addresses the reviewers: text in [3].")
    #expect(content.seats[0].cells[0].morePulls?.hasSuffix("the dossier as a whole +0.12") == true)
  }

  @Test("a vote that turns on words, near the middle, is told without calling the swing large") func turnedVote() throws
  {
    var comparison = try Samples.two()
    let quiet = PageContent(comparison).tools[0].absences
    comparison.verdicts[0].reviews[0].pShip = 0.501
    comparison.verdicts[0].reviews[0].pShipNeutral = 0.499
    let notes = PageContent(comparison).tools[0].absences.filter { !quiet.contains($0) }
    #expect(notes.count == 1)
    #expect(notes[0].hasPrefix("Swing +0.00") && notes[0].contains("near to the middle"))
    #expect(!notes[0].contains("large") && !notes[0].contains("editor"))
  }

  @Test("the command that repeats a run quotes what a shell would split") func command() throws {
    var comparison = try Samples.single()
    comparison.run.modelName = "my model's.gguf; rm -rf /"
    #expect(
      PageContent(comparison).making.command
        == #"panel review textforge-8b --personas dx,competitor,futurist,business --model 'my model'\''s.gguf; rm -rf /' --seed 7"#
    )
  }
}
