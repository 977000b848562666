import Foundation
import Inference
import PanelCore
import PanelEngine

/// The panel job: what a panel asks about its tools, one open question for each persona and tool, all at once.
struct BenchJob: Sendable {
  var requests: [InferenceRequest]

  /// The first open move of every persona on every tool of `plan`, read greedily, with nothing asked after the text.
  init(_ plan: SessionPlan) {
    var seen = Set<[String]>()
    requests = plan.requests.compactMap { request in
      let parts = request.id.rawValue.split(separator: "/").map(String.init)
      guard let field = request.fields.first, case .text = field.kind, parts.count > 2 else { return nil }
      guard seen.insert(Array(parts[1...2])).inserted else { return nil }
      var request = request
      request.fields = [field]
      request.sampling = Sampling(temperature: 0, repetitionPenalty: 1, repetitionWindow: 0)
      return request
    }
  }

  /// The dossier with as many of its facts, from the first on and over again, as come to about `tokens` tokens, taken as
  /// four characters each.
  static func fit(_ dossier: Dossier, tokens: Int) -> Dossier {
    var fitted = dossier
    fitted.facts = []
    var characters = 0
    while characters < 4 * tokens, !dossier.facts.isEmpty {
      var fact = dossier.facts[fitted.facts.count % dossier.facts.count]
      fact.id = EvidenceID(fitted.facts.count + 1)
      fitted.facts.append(fact)
      characters += fact.text.count + 5
    }
    return fitted
  }

  /// As another program can run it: messages and the beginning of the answer.
  func json(tokens: Int) throws -> String {
    struct Request: Encodable {
      struct Message: Encodable {
        var role: String
        var content: String
      }
      var id: String
      var messages: [Message]
      var leadIn: String
      var tokens: Int
    }
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let all = requests.map { request in
      Request(
        id: request.id.rawValue, messages: request.messages.map { .init(role: $0.role.rawValue, content: $0.text) },
        leadIn: request.fields[0].leadIn, tokens: tokens)
    }
    return String(decoding: try encoder.encode(all), as: UTF8.self) + "\n"
  }
}
