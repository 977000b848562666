import Foundation
import PanelCore
import PanelFormats
import TestSupport
import Testing

@Suite struct SchemaTests {
  /// What our reader says of a sample.
  private func reads(_ sample: SchemaCheck.Sample) -> Bool {
    do throws(FormatErrors) {
      switch sample.schema {
      case "dossier": _ = try dossier(sample.text)
      case "persona": _ = try persona(sample.text)
      case "kinds": _ = try kinds(sample.text)
      case "panel":
        _ = try PanelFile.parse(
          try SourceText(Data(sample.text.utf8), file: "panel.yaml", limit: SourceText.yamlLimit))
      default: _ = try ComparisonDocument.read(Data(sample.text.utf8), file: "c.json")
      }
      return true
    } catch {
      return false
    }
  }

  private func check(_ samples: [SchemaCheck.Sample], areGood: Bool) throws {
    guard let problems = try SchemaCheck.problems(samples) else { return }
    try #require(problems.count == samples.count)
    for (sample, problem) in zip(samples, problems) {
      #expect(problem.isEmpty == areGood, "the schema, on this \(sample.schema): \(problem)\n\(sample.text)")
      #expect(reads(sample) == areGood, "our reader, on this \(sample.schema):\n\(sample.text)")
    }
  }

  @Test func allFilesOfTheCheckoutFitTheirSchemas() throws {
    var samples = BuiltinFiles.tools.map { SchemaCheck.Sample(schema: "dossier", text: $0.value) }
    for (name, text) in BuiltinFiles.personas {
      samples.append(SchemaCheck.Sample(schema: ["panel", "kinds"].contains(name) ? name : "persona", text: text))
    }
    guard let problems = try SchemaCheck.problems(samples) else { return }
    for (sample, problem) in zip(samples, problems) { #expect(problem.isEmpty, "\(problem)\n\(sample.text)") }
    #expect(problems.count == samples.count)
  }

  @Test func readerAndSchemaAcceptTheSame() throws {
    var comparison = try sampleComparison()
    let whole = try ComparisonDocument(comparison).json()
    comparison.verdicts.removeLast()
    comparison.recommendation = nil
    comparison.verdicts[0].dossier.pricing = nil
    let single = try ComparisonDocument(comparison).json()
    try check(
      [
        SchemaCheck.Sample(schema: "dossier", text: goodDossier),
        SchemaCheck.Sample(schema: "dossier", text: "name: no\ntagline: 1.10\ncategory: C\nfacts:\nhomepage:\n"),
        SchemaCheck.Sample(schema: "persona", text: goodPersona),
        SchemaCheck.Sample(
          schema: "persona", text: goodPersona.replacing(once: "avoid: [marketing words]\n", with: "")),
        SchemaCheck.Sample(
          schema: "persona",
          text: goodPersona.replacing(once: "spare: [That is the price.]", with: "spare:\n    readings:")),
        SchemaCheck.Sample(schema: "kinds", text: goodKinds.replacing(once: "of_first: true", with: "of_first:")),
        SchemaCheck.Sample(schema: "kinds", text: goodKinds),
        SchemaCheck.Sample(schema: "panel", text: "order: [dx]\nquorum: 1\n"),
        SchemaCheck.Sample(schema: "panel", text: "order: [dx, a.b_c-d]\n"),
        SchemaCheck.Sample(schema: "comparison", text: whole),
        SchemaCheck.Sample(schema: "comparison", text: single),
        SchemaCheck.Sample(
          schema: "comparison", text: whole.replacing(once: "\"quorum\":", with: "\"new\": 1, \"quorum\":")),
      ], areGood: true)
  }

  @Test func readerAndSchemaRefuseTheSame() throws {
    let dossiers = [
      ("name: Foo\n", ""), ("name: Foo", "name: ''"), ("name: Foo", "name: [Foo]"), ("licence:", "license:"),
      ("vendor: true", "vendor: maybe"), ("retrieved: 2026-11-22", "retrieved: soon"), ("plans: [Free]", "plans: Free"),
      ("    source: README 1.2\n    retrieved: 2026-11-21", "    retrieved: 2026-11-21"),
      ("pricing:", "pricing: Free\nx:"),
      ("tagline: A small tool", "tagline: \(String(repeating: "a", count: 301))"),
    ].map { SchemaCheck.Sample(schema: "dossier", text: goodDossier.replacing(once: $0.0, with: $0.1)) }
    let personas = [
      ("id: dx", "id: DX"), ("words: 30", "words: 4"), ("words: 30", "words: 121"), ("words: 30", "words: many"),
      ("lead_in: It is", "lead_in: 'It is '"), ("lead_in: It is", "lead_in: ''"), ("ship_when:", "shipwhen:"),
      ("choices: [early, on time, late]", "choices: [early]"), ("choices: [early, on time, late]", "choices: [a, a]"),
      ("    ask: Is it early, on time or late?\n", ""), ("stance: You", "stance:\nx: You"),
      ("rest_on: vote", "rest_on: votes"), ("rest_on: vote", "rest_on: for"), ("    rest_on: vote\n", ""),
      ("of: [limit]", "of: limit"), ("of: [limit]", "of: []"), ("say: [That is missing.]", "say: []"),
      ("[That is missing.]", "[That is missing]"), ("      goes_on: So a team has to\n", ""),
      ("{choice}: {fact}.", "{choice}."), ("It costs: {fact}", "It costs"), ("[That is the price.]", "[]"),
      ("[That is the price.]", "[That is the price]"), ("          say: [That", "          says: [That"),
      ("      ask: Is it late?\n", ""), ("rest_on: for", "rest_on: vote"),
    ].map { SchemaCheck.Sample(schema: "persona", text: goodPersona.replacing(once: $0.0, with: $0.1)) }
    let kinds = [
      ("id: limit", "id: Limit"), ("id: limit", "id: identity"), ("words: [cannot]", "words: cannot"),
      ("means: what", "mean: what"), ("of_first: true", "of_first: maybe"), ("kinds:", "kind:"),
      ("words: [cannot]", "words: ['']"),
    ].map { SchemaCheck.Sample(schema: "kinds", text: goodKinds.replacing(once: $0.0, with: $0.1)) }
    let panels = [
      "quorum: 1\n", "order: []\n", "order: dx\n", "order: [dx, dx]\n", "order: [DX]\n", "order: [dx]\nquorum: 0\n",
      "order: [dx]\nseats: 1\n", "- dx\n",
    ].map { SchemaCheck.Sample(schema: "panel", text: $0) }
    let whole = try ComparisonDocument(sampleComparison()).json()
    let comparisons = [
      ("panel.comparison/1", "panel.comparison/2"), ("\"vote\": \"ship\"", "\"vote\": \"yes\""),
      ("\"p_ship\": 0.8123", "\"p_ship\": 81"), ("\"ship_percent\": 50", "\"ship_percent\": 500"),
      ("\"ship_percent\": 50", "\"ship_percent\": \"50\""), ("\"tool\": \"foo\"", "\"tool\": \"Foo\""),
      ("\"reason\": \"no_quorum\"", "\"reason\": \"taste\""), ("\"version\": \"0.1.0\",", ""),
      ("\"evidence\": [1, 2]", "\"evidence\": [0]"), ("\"supported\": true", "\"supported\": \"yes\""),
      ("\"personas_sha256\": \"0", "\"personas_sha256\": \"G"), ("\"prompt_tokens\": 10", "\"prompt_tokens\": -1"),
      ("\"winner\": null,", ""), ("\"failed\": 1", "\"failed\": 0.5"),
    ].map { SchemaCheck.Sample(schema: "comparison", text: whole.replacing(once: $0.0, with: $0.1)) }
    try check(dossiers + personas + kinds + panels + comparisons, areGood: false)
  }
}
