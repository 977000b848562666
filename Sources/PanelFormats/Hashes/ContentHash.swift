import Crypto
import Foundation
public import PanelCore

/// SHA-256 of what a run was made from, so that two runs can be told to have used the same.
///
/// Hashed is not the file but its content as it was read, in a canonical JSON text: UTF-8, no white space, the keys of
/// every object in the order of their Unicode scalars, strings escaped only where RFC 8259 demands it (`\"`, `\\`,
/// `\n`, `\r`, `\t`, other control characters as `\u00xx`), whole numbers in decimal, absent values as `null`. The key
/// `kind` names the form and its version. Indentation, comments, quotation marks and the order of keys in a file do not
/// change a hash; any word does.
///
/// | what | canonical object |
/// |---|---|
/// | dossier | `{"category","description","facts":[{"retrieved","source","text","vendor"}],"homepage","kind":"panel.dossier/1","licence","name","pricing":{"entry","label","plans","retrieved","source"},"tagline"}`, with `"purpose"` and `"version"` where it has them; the slug is not content |
/// | persona | `{"avoid","id","kind":"panel.persona/7","kinds":[{"against","common","id","is_a","means","of_first","with","within_years","without","words"}],"lens","moves":[{"against","ask","choices","goes_on","id","lead_in","otherwise","readings","rest_on","spare","words"}],"name","ship_when","skip_when","stance"}` |
/// | … its `readings` | `[{"choice","goes_on","lead_in","of","of_tool","say"}]`; `against` is `{"goes_on","lead_in","readings"}` or null, `otherwise` the same with `"ask"` and `"rest_on"` |
/// | panel | `{"kind":"panel.personas/1","personas":[…in order],"quorum"}` |
/// | prompts | `{"kind":"panel.prompts/1","templates":{name: text}}`, line breaks as `\n` |
public enum ContentHash {
  /// SHA-256 in lower-case hexadecimal of a dossier's content.
  public static func of(_ dossier: Dossier) -> String { sha256(canonical(dossier).canonical) }

  /// SHA-256 in lower-case hexadecimal of one persona.
  public static func of(_ persona: Persona) -> String { sha256(canonical(persona).canonical) }

  /// SHA-256 in lower-case hexadecimal of the personas in their order, with the quorum.
  public static func of(_ panel: Panel) -> String { sha256(canonical(panel).canonical) }

  /// SHA-256 in lower-case hexadecimal of prompt templates by name.
  public static func ofPrompts(_ templates: [String: String]) -> String {
    sha256(canonicalText(ofPrompts: templates))
  }

  /// SHA-256 in lower-case hexadecimal of a text's UTF-8.
  public static func ofText(_ text: String) -> String { sha256(text) }

  /// The text that is hashed for prompt templates.
  public static func canonicalText(ofPrompts templates: [String: String]) -> String {
    let members = templates.map { JSONValue.Member(key: $0.key, value: .string($0.value)) }
    return JSONValue.members(["kind": .string("panel.prompts/1"), "templates": .object(members)]).canonical
  }

  /// The text that is hashed for a dossier.
  public static func canonicalText(of dossier: Dossier) -> String { canonical(dossier).canonical }

  /// The text that is hashed for a panel.
  public static func canonicalText(of panel: Panel) -> String { canonical(panel).canonical }

  private static func sha256(_ text: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let hex = SHA256.hash(data: Data(text.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: hex, as: UTF8.self)
  }

  private static func canonical(_ dossier: Dossier) -> JSONValue {
    let fixed: KeyValuePairs<String, JSONValue> = [
      "kind": .string("panel.dossier/1"), "name": .string(dossier.name), "tagline": .string(dossier.tagline),
      "category": .string(dossier.category), "homepage": .text(dossier.homepage), "licence": .text(dossier.licence),
      "pricing": dossier.pricing.map { pricing in
        .members([
          "label": .string(pricing.label), "entry": .string(pricing.entry), "plans": .texts(pricing.plans),
          "source": .string(pricing.source), "retrieved": .text(pricing.retrieved?.description),
        ])
      } ?? .null,
      "facts": .array(
        dossier.facts.map { fact in
          .members([
            "text": .string(fact.text), "source": .string(fact.source),
            "retrieved": .text(fact.retrieved?.description), "vendor": .bool(fact.isVendorText),
          ])
        }), "description": .string(dossier.description),
    ]
    // Later keys are left out where there is nothing, so that older dossiers keep their hash.
    let added = [("version", dossier.version), ("purpose", dossier.purpose)].compactMap { key, value in
      value.map { JSONValue.Member(key: key, value: .string($0)) }
    }
    return .object(fixed.map { JSONValue.Member(key: $0.key, value: $0.value) } + added)
  }

  private static func canonical(_ persona: Persona) -> JSONValue {
    .members([
      "kind": .string("panel.persona/7"), "id": .string(persona.id.rawValue), "name": .string(persona.name),
      "lens": .string(persona.lens), "stance": .string(persona.stance),
      "moves": .array(persona.moves.map { canonical($0) }), "ship_when": .string(persona.shipWhen),
      "skip_when": .string(persona.skipWhen), "avoid": .texts(persona.avoid),
      "kinds": .array(persona.kinds.map { canonical($0) }),
    ])
  }

  private static func canonical(_ move: Move) -> JSONValue {
    .members([
      "id": .string(move.id), "ask": .string(move.ask), "lead_in": .string(move.leadIn),
      "goes_on": .string(move.goesOn), "words": .integer(Int64(move.words)),
      "choices": move.choices.map(JSONValue.texts) ?? .null, "rest_on": .string(move.restOn.rawValue),
      "readings": .array(move.readings.map { canonical($0) }), "spare": .texts(move.spare),
      "against": move.against.map { opening in
        .members([
          "lead_in": .string(opening.leadIn), "goes_on": .string(opening.goesOn),
          "readings": .array(opening.readings.map { canonical($0) }),
        ])
      } ?? .null,
      "otherwise": move.otherwise.map { other in
        .members([
          "ask": .string(other.ask), "rest_on": .string(other.restOn.rawValue),
          "lead_in": .string(other.opening.leadIn), "goes_on": .string(other.opening.goesOn),
          "readings": .array(other.opening.readings.map { canonical($0) }),
        ])
      } ?? .null,
    ])
  }

  private static func canonical(_ reading: Reading) -> JSONValue {
    .members([
      "of": .texts(reading.kinds), "of_tool": .texts(reading.toolKinds), "choice": .text(reading.choice),
      "lead_in": .text(reading.leadIn), "goes_on": .string(reading.goesOn), "say": .texts(reading.sayings),
    ])
  }

  private static func canonical(_ kind: FactKind) -> JSONValue {
    .members([
      "id": .string(kind.id), "means": .string(kind.meaning), "is_a": .text(kind.widerKind),
      "words": .texts(kind.words), "with": .texts(kind.with),
      "without": .texts(kind.without), "of_first": .bool(kind.isOfFirst), "against": .bool(kind.isAgainst),
      "within_years": kind.withinYears.map { .integer(Int64($0)) } ?? .null,
      "common": .bool(kind.isCommon),
    ])
  }

  private static func canonical(_ panel: Panel) -> JSONValue {
    .members([
      "kind": .string("panel.personas/1"), "quorum": .integer(Int64(panel.quorum)),
      "personas": .array(panel.personas.map { canonical($0) }),
    ])
  }
}
