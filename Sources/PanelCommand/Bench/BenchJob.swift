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
  /// four characters each. They are joined to at most 30 facts, since a dossier's facts beyond a limit are left out, and
  /// count as nobody's claims, since the vendor's share is limited too.
  static func fit(_ dossier: Dossier, tokens: Int) -> Dossier {
    var texts: [String] = []
    var characters = 0
    while characters < 4 * tokens, !dossier.facts.isEmpty {
      let text = dossier.facts[texts.count % dossier.facts.count].text
      texts.append(text)
      characters += text.count + 5
    }
    let each = (texts.count + 29) / 30
    var fitted = dossier
    fitted.facts = stride(from: 0, to: texts.count, by: max(1, each)).map { start in
      Evidence(
        id: EvidenceID(start / each + 1), text: texts[start..<min(texts.count, start + each)].joined(separator: " "),
        source: dossier.facts[0].source, retrieved: dossier.facts[0].retrieved)
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
    return try requests.map { request in
      Request(
        id: request.id.rawValue, messages: request.messages.map { .init(role: $0.role.rawValue, content: $0.text) },
        leadIn: request.fields[0].leadIn, tokens: tokens)
    }.reportJSON()
  }
}
