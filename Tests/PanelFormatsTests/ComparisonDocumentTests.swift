import Foundation
import PanelCore
import PanelFormats
import Testing

@Suite struct ComparisonDocumentTests {
  @Test func theDocumentHasTheKeysOfTheContractInItsOrder() throws {
    let text = try ComparisonDocument(sampleComparison()).json()
    let keys = [
      "schema", "recommendation", "winner", "reason", "text", "verdicts", "tool", "name", "category", "tagline",
      "description", "pricing", "label", "entry", "read", "ship_percent", "interval", "low", "high", "split", "quorum",
      "community", "reviews", "persona", "vote", "p_ship", "p_ship_raw", "drivers", "weight", "moves", "supported",
      "quote", "error", "run", "backend", "model", "sha256", "seed", "personas_sha256", "prompts_sha256",
      "dossier_sha256", "version", "started", "seconds", "prompt_tokens", "computed_prompt_tokens", "generated_tokens",
    ]
    var rest = text[...]
    for key in keys {
      let range = try #require(rest.range(of: "\"\(key)\":"), "\(key) is missing or out of order")
      rest = rest[range.upperBound...]
    }
    #expect(text.hasPrefix("{\n  \"schema\": \"panel.comparison/1\",\n"))
    #expect(text.hasSuffix("}\n"))
  }

  @Test func valuesAreThoseOfTheContract() throws {
    let text = try ComparisonDocument(sampleComparison()).json()
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
    let verdicts = try #require(object["verdicts"] as? [NSDictionary])
    #expect(verdicts[0]["ship_percent"] as? Int == 50)
    #expect(verdicts[1]["ship_percent"] is NSNull)
    #expect(verdicts[1]["interval"] is NSNull)
    #expect(verdicts[1]["name"] as? String == "Bar \"2\"\\")
    #expect((verdicts[0]["community"] as? NSDictionary)?["ship_percent"] as? Int == 67)
    #expect((verdicts[1]["community"] as? NSDictionary)?["ship_percent"] is NSNull)
    let reviews = try #require(verdicts[0]["reviews"] as? [NSDictionary])
    #expect(reviews[0]["p_ship"] as? Double == 0.8123)
    #expect(reviews[2]["vote"] as? String == "abstain")
    #expect(reviews[3]["vote"] is NSNull)
    #expect(reviews[3]["error"] as? String == "The stream ended early.")
    #expect(((reviews[0]["drivers"] as? [NSDictionary])?[0])?["weight"] as? Double == -0.8235)
    let run = try #require(object["run"] as? NSDictionary)
    #expect(run["seconds"] as? Double == 12.346)
    #expect(text.contains("\"seed\": 18446744073709551615"))
    #expect((object["recommendation"] as? NSDictionary)?["winner"] is NSNull)
    #expect((object["recommendation"] as? NSDictionary)?["reason"] as? String == "no_quorum")
    let read = try #require((verdicts[0]["pricing"] as? NSDictionary)?["read"] as? String)
    #expect(read.contains("which is 99 days before this review"))
  }

  @Test func aSingleToolHasNoRecommendation() throws {
    var comparison = try sampleComparison()
    comparison.verdicts.removeLast()
    comparison.recommendation = Recommendation.decide(verdicts: comparison.verdicts, headToHead: [])
    #expect(try ComparisonDocument(comparison).json().contains("\"recommendation\": null"))
  }

  @Test func equalComparisonsGiveEqualBytes() throws {
    let first = try ComparisonDocument(sampleComparison()).json()
    for _ in 0..<5 { #expect(try ComparisonDocument(sampleComparison()).json() == first) }
  }

  @Test func aDocumentIsReadBackAsItWasWritten() throws {
    let comparison = try sampleComparison()
    let document = ComparisonDocument(comparison)
    let read = try ComparisonDocument.read(Data(try document.json().utf8), file: "c.json")
    #expect(read == document)
    let dossiers = Dictionary(uniqueKeysWithValues: comparison.verdicts.map { ($0.dossier.slug, $0.dossier) })
    let restored = try #require(read.comparison(dossiers: dossiers))
    #expect(ComparisonDocument(restored) == document)
    #expect(restored.verdicts[0].community == comparison.verdicts[0].community)
    #expect(restored.verdicts[0].reviews[0].moves == comparison.verdicts[0].reviews[0].moves)
    #expect(read.comparison()?.verdicts[0].dossier.name == "Foo")
  }

  @Test func foundationsEncoderWritesTheSameValues() throws {
    let document = ComparisonDocument(try sampleComparison())
    let foundation = try JSONEncoder().encode(document)
    #expect(try ComparisonDocument.read(foundation, file: "c.json") == document)
    let a = try JSONSerialization.jsonObject(with: foundation) as? NSDictionary
    let b = try JSONSerialization.jsonObject(with: Data(try document.json().utf8)) as? NSDictionary
    #expect(a == b)
  }

  @Test func aVerdictIsOneLineOfJSONL() throws {
    let document = VerdictDocument(try sampleComparison().verdicts[0], on: nil)
    let line = try StableJSON.line(document)
    #expect(!line.contains("\n"))
    #expect(try VerdictDocument.read(Data(line.utf8), file: "v.jsonl") == document)
  }

  @Test(arguments: [
    ("panel.comparison/1", "panel.comparison/2", "schema is “panel.comparison/2”; expected “panel.comparison/1”"),
    ("\"vote\": \"ship\"", "\"vote\": \"maybe\"", "verdicts[1].reviews[1].vote is “maybe”"),
    ("\"p_ship\": 0.8123", "\"p_ship\": 1.5", "verdicts[1].reviews[1].p_ship is 1.5; expected 0.0 to 1.0"),
    ("\"tool\": \"foo\"", "\"tool\": \"FOO\"", "verdicts[1].tool is “FOO”"),
    ("\"quorum\": 2", "\"quorum\": \"2\"", "verdicts[1].quorum is of the wrong kind"),
    ("\"version\": \"0.1.0\",", "", "run.version is missing"),
    ("\"reason\": \"no_quorum\"", "\"reason\": \"taste\"", "recommendation.reason is “taste”"),
    ("\"personas_sha256\": \"0", "\"personas_sha256\": \"", "run.personas_sha256 is “000"),
    ("\"schema\":", "schema:", "the file is not valid"),
    ("\"supported\": true", "\"supported\": null", "verdicts[1].reviews[1].moves[1].supported is"),
  ])
  func aBrokenDocumentIsRefusedWithItsKey(old: String, new: String, complaint: String) throws {
    let text = try ComparisonDocument(sampleComparison()).json().replacing(once: old, with: new)
    let found = complaints { () throws(FormatErrors) in try ComparisonDocument.read(Data(text.utf8), file: "c.json") }
    #expect(found.contains { $0.contains(complaint) }, "\(found)")
  }

  @Test func keysOfALaterVersionArePassedOver() throws {
    let text = try ComparisonDocument(sampleComparison()).json().replacing(
      once: "\"quorum\":", with: "\"later\": {\"a\": [1]}, \"quorum\":")
    #expect(try ComparisonDocument.read(Data(text.utf8), file: "c.json").verdicts.count == 2)
  }
}
