import PanelCore
import TestSupport
import Testing

@testable import PanelEngine

@Suite("The check of a move")
struct MoveCheckTests {
  private let dossier: Dossier
  private let check: MoveCheck

  init() throws {
    dossier = Dossier(
      slug: try #require(ToolSlug("kiln")), name: "Kiln", tagline: "A build cache", category: "Build tools",
      licence: "Apache-2.0", pricing: Pricing(label: "Freemium", entry: "$12 per seat", source: "s", retrieved: nil),
      facts: [
        "Version 2.4 takes 300 MB of memory and 2 GB of disk.",
        "The first command is `kiln warm --all`.",
        "Documentation covers every command and comes with examples for Bazel users.",
        "It does not run on Windows.", "It is an image-to-text model.",
      ].enumerated().map { Evidence(id: EvidenceID($0 + 1), text: $1, source: "s", retrieved: nil) }, description: "")
    check = MoveCheck(dossier)
  }

  private func missing(_ body: String, cited: [Int] = [1], startsSentence: Bool = false) -> [String] {
    check.support(of: body, asked: ["Within twelve months?", "By 2028,"], startsSentence: startsSentence, cited: cited)
      .missing
  }

  @Test(
    "finds numbers, prices, versions, names and commands that no fact holds",
    arguments: [
      ("it costs $50,000 a year.", ["$50,000"]), ("it needs 4 GB.", ["4"]), ("version 3.0 drops it.", ["3.0"]),
      ("teams move to Gradle.", ["Gradle"]), ("it runs on macOS too.", ["macOS"]),
      ("half a million users.", ["million"]),
      ("run `kiln install` first.", ["kiln install"]), ("40% of teams leave.", ["40%"]),
      ("by 2031 it is gone.", ["2031"]), ("build a text-to-image application.", ["text-to-image"]),
    ])
  func invented(body: String, terms: [String]) { #expect(missing(body) == terms) }

  @Test(
    "lets pass what the dossier, the question or the language itself says",
    arguments: [
      "it takes 300 MB.", "it takes 2GB of disk.", "Kiln 2.4's memory is small.", "the licence is Apache-2.0.",
      "it is Apache 2.0 code.", "Bazel users read it.", "a seat costs $12.", "teams by 2028 want an API and a CLI.",
      "an image-to-text step.", "a text-to-speech step comes later.",
      "run `kiln warm --all` first.", "it works. Teams like it. I do too.", "the 300MB are fine.",
    ])
  func stated(body: String) { #expect(missing(body) == []) }

  @Test("takes a direction from the question where no fact states it")
  func directionOfQuestion() {
    let asked = check.support(
      of: "the text-to-image half.", asked: ["Why text-to-image?"], startsSentence: false, cited: [1])
    #expect(asked.missing == [])
  }

  @Test("cites the facts that hold its terms, and drops ids that do not exist or have nothing to do with it")
  func citations() {
    let support = check.support(of: "what Bazel users need is 2 GB.", asked: [], startsSentence: false, cited: [4, 9])
    #expect(support.evidence.map(\.rawValue) == [1, 3])
    #expect(support.missing.isEmpty)
  }

  @Test("sees the question given back, and claims that no fact holds")
  func filler() {
    func found(_ body: String) -> [AnswerDefect] {
      let answer = AnswerText(body, leadIn: "It breaks when", wasCutOff: false)
      return check.defects(
        answer, support: check.support(of: body, asked: [], startsSentence: false, cited: [1]),
        asked: "Which limit does a user run into, and what does he find missing?", others: [])
    }
    let echo = found("it is the limit that a user run into, and what does he say.")
    #expect(echo.contains { if case .echoesQuestion = $0 { true } else { false } })
    #expect(found("the cache is popular and was recently written.").contains(.filler(["popular", "recently"])))
    #expect(found("the cache comes with examples for those who read.") == [])
  }

  private func defects(_ body: String, others: [String] = [], wasCutOff: Bool = false) -> [AnswerDefect] {
    let answer = AnswerText(body, leadIn: "It breaks when", wasCutOff: wasCutOff)
    let support = check.support(of: answer.body, asked: [], startsSentence: false, cited: [1, 2, 3])
    let grams = others.reduce(into: Set<ArraySlice<String>>()) { $0.formUnion(WordSequence($1).grams(Overlap.length)) }
    return check.defects(answer, support: support, others: grams)
  }

  @Test("passes an answer in its own words")
  func good() { #expect(defects("a cold cache meets a full disk, and the build waits for both.") == []) }

  @Test("sees answers that are none, cut off, copied, repeated or turned around")
  func bad() {
    #expect(defects("it.").contains(.tooShort))
    #expect(defects("the dossier does not provide information on that at all.").contains(.refusal))
    #expect(defects("a cold cache meets a full disk and then the", wasCutOff: true).contains(.unfinished))
    #expect(defects("it fails here always. it fails here always.").contains(.repeatsItself))
    #expect(defects("documentation covers every command and comes with examples.").contains(.copiesDossier(1)))
    let said = "a cold cache meets a full disk in the night."
    #expect(defects(said, others: [said]).contains(.repeatsAnswer(1)))
    #expect(defects("it comes without documentation for anybody.").contains(.turnsAround(["documentation"])))
    #expect(
      !defects("it does not run where Windows is all there is.").contains {
        if case .turnsAround = $0 { true } else { false }
      })
  }
}

@Suite("The text of an answer")
struct AnswerTextTests {
  @Test(
    "is tidied",
    arguments: [
      (" a cache [3] that **fills** [1, 2].", "a cache that fills."),
      (" It breaks when it breaks when disks fill.", "it breaks when disks fill."),
      (" disks fill (see fact 3) and “nobody looks.", "disks fill and nobody looks."),
      (" disks fill <|im_end|> soon.", "disks fill soon."),
      (" disks fill, says the `log.", "disks fill, says the log."),
      (" disks fill soon", "disks fill soon."),
      (" disks fill soon enough for all. The rest:", "disks fill soon enough for all."),
      (" DATA-XYZ disks fill.", "disks fill."),
    ])
  func tidied(generated: String, body: String) {
    #expect(AnswerText(generated, leadIn: "It breaks when", wasCutOff: false, markers: ["DATA-XYZ"]).body == body)
  }

  @Test(
    "that ends a begun sentence ends with its first clause",
    arguments: [
      (" parse YAML, which Kiln does.", "parse YAML."), (" parse YAML files. They can then", "parse YAML files."),
      (" read, write and convert TOML.", "read, write and convert TOML."),
      (" build a server that runs on Linux.", "build a server."), (" that runs.", "that runs."),
      (" process text, and Kiln helps; it is quick.", "process text."), (" serve pages", "serve pages."),
      (" quickly find files in a project.", "find files in a project."),
      (" search code efficiently, quickly.", "search code."),
      (" serve pages efficiently and reliably on Linux.", "serve pages on Linux."), (" quickly.", "quickly."),
    ])
  func clause(generated: String, body: String) {
    var answer = AnswerText(generated, leadIn: "It has to", wasCutOff: true)
    answer.endAtClause()
    #expect(answer.body == body || !answer.isWhole)
    answer = AnswerText(generated, leadIn: "It has to", wasCutOff: false)
    answer.endAtClause()
    #expect(answer.body == body)
    #expect(answer.isWhole)
  }

  @Test(
    "loses praise at its end",
    arguments: [
      (" read files in a simple, efficient way.", "read files."),
      (" search code quickly and efficiently.", "search code."),
      (" make long streams, similar to how others work.", "make long streams."),
      (" find the quickest way.", "find the quickest way."),
      (" do it easily", "do it."), (" easily.", "easily."),
    ])
  func praise(generated: String, body: String) {
    #expect(AnswerText(generated, leadIn: "It has to", wasCutOff: false).body == body)
  }

  @Test(
    "says nothing in words that fit every tool",
    arguments: [
      ("do the same thing.", true), ("do it", true), ("use it.", true), ("handle their data.", true),
      ("handle their data in TOML.", false), ("make films.", false), ("work engineers.", false), ("", false),
    ])
  func emptiness(body: String, isEmpty: Bool) {
    #expect(Filler.isEmpty(body) == isEmpty)
  }

  @Test("that was cut off ends at its last whole sentence, or is not whole")
  func cut() {
    let two = AnswerText(" disks fill up far too soon. And then the", leadIn: "", wasCutOff: true)
    #expect(two.body == "disks fill up far too soon.")
    #expect(two.isWhole)
    #expect(!AnswerText(" disks fill up far too", leadIn: "", wasCutOff: true).isWhole)
  }
}
