import Foundation
public import PanelCore

/// Reads the canonical texts that ``ContentHash`` hashes back into what they were made from.
public enum CanonicalText {
  /// - Parameter slug: is not part of a dossier's content.
  public static func dossier(_ text: String, slug: ToolSlug) throws(FormatErrors) -> Dossier {
    try JSONReading.decode(DossierText.self, from: Data(text.utf8), file: "\(slug)").dossier(slug)
  }

  /// - Parameter name: of the text in messages.
  public static func panel(_ text: String, name: String) throws(FormatErrors) -> Panel {
    let read = try JSONReading.decode(PanelText.self, from: Data(text.utf8), file: name)
    var personas: [Persona] = []
    for persona in read.personas {
      guard let persona = persona.persona else {
        throw FormatErrors(
          FormatError(.invalidValue, file: name, keyPath: "personas", found: "no persona", expected: "a persona"))
      }
      personas.append(persona)
    }
    return Panel(personas: personas, quorum: read.quorum)
  }

  /// The texts of prompt templates by name.
  public static func prompts(_ text: String, name: String) throws(FormatErrors) -> [String: String] {
    try JSONReading.decode(PromptsText.self, from: Data(text.utf8), file: name).templates
  }
}

private struct DossierText: Decodable {
  struct Fact: Decodable {
    var text: String
    var source: String
    var retrieved: String?
    var vendor: Bool
  }

  struct Price: Decodable {
    var label: String
    var entry: String
    var plans: [String]
    var source: String
    var retrieved: String?
  }

  var name: String
  var tagline: String
  var category: String
  var homepage: String?
  var licence: String?
  var version: String?
  var purpose: String?
  var pricing: Price?
  var facts: [Fact]
  var description: String

  func dossier(_ slug: ToolSlug) -> Dossier {
    Dossier(
      slug: slug, name: name, tagline: tagline, category: category, homepage: homepage, licence: licence,
      version: version, purpose: purpose,
      pricing: pricing.map {
        Pricing(
          label: $0.label, entry: $0.entry, plans: $0.plans, source: $0.source,
          retrieved: $0.retrieved.flatMap { CalendarDate($0) })
      },
      facts: facts.enumerated().map { index, fact in
        Evidence(
          id: EvidenceID(index + 1), text: fact.text, source: fact.source,
          retrieved: fact.retrieved.flatMap { CalendarDate($0) }, isVendorText: fact.vendor)
      }, description: description)
  }
}

private struct PanelText: Decodable {
  var personas: [PersonaText]
  var quorum: Int
}

private struct PersonaText: Decodable {
  struct KindText: Decodable {
    var id: String
    var means: String
    var isA: String?
    var words: [String]
    var with: [String]
    var without: [String]
    var withinYears: Int?
    var ofFirst: Bool
    var against: Bool?
    var common: Bool?

    enum CodingKeys: String, CodingKey {
      case id, means, words, with, without, against, common
      case isA = "is_a"
      case withinYears = "within_years"
      case ofFirst = "of_first"
    }

    var kind: FactKind {
      FactKind(
        id: id, meaning: means, widerKind: isA, words: words, with: with, without: without, withinYears: withinYears,
        isOfFirst: ofFirst,
        isAgainst: against ?? false, isCommon: common ?? false)
    }
  }

  struct ReadingText: Decodable {
    var of: [String]
    var ofTool: [String]?
    var choice: String?
    var leadIn: String?
    var goesOn: String?
    var say: [String]

    enum CodingKeys: String, CodingKey {
      case of, choice, say
      case ofTool = "of_tool"
      case leadIn = "lead_in"
      case goesOn = "goes_on"
    }

    var reading: Reading {
      Reading(
        kinds: of, toolKinds: ofTool ?? [], choice: choice, leadIn: leadIn, goesOn: goesOn ?? "", sayings: say)
    }
  }

  struct OpeningText: Decodable {
    var leadIn: String
    var goesOn: String
    var readings: [ReadingText]

    enum CodingKeys: String, CodingKey {
      case readings
      case leadIn = "lead_in"
      case goesOn = "goes_on"
    }

    var opening: MoveOpening { MoveOpening(leadIn: leadIn, goesOn: goesOn, readings: readings.map(\.reading)) }
  }

  struct AlternativeText: Decodable {
    var ask: String
    var opening: OpeningText
    var restOn: String

    enum CodingKeys: String, CodingKey {
      case ask
      case restOn = "rest_on"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      ask = try container.decode(String.self, forKey: .ask)
      restOn = try container.decode(String.self, forKey: .restOn)
      opening = try OpeningText(from: decoder)
    }
  }

  struct MoveText: Decodable {
    var id: String
    var ask: String
    var opening: OpeningText
    var words: Int
    var choices: [String]?
    var restOn: String
    var spare: [String]
    var against: OpeningText?
    var otherwise: AlternativeText?

    enum CodingKeys: String, CodingKey {
      case id, ask, words, choices, spare, against, otherwise
      case restOn = "rest_on"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      id = try container.decode(String.self, forKey: .id)
      ask = try container.decode(String.self, forKey: .ask)
      words = try container.decode(Int.self, forKey: .words)
      choices = try container.decodeIfPresent([String].self, forKey: .choices)
      restOn = try container.decode(String.self, forKey: .restOn)
      spare = try container.decode([String].self, forKey: .spare)
      against = try container.decodeIfPresent(OpeningText.self, forKey: .against)
      otherwise = try container.decodeIfPresent(AlternativeText.self, forKey: .otherwise)
      opening = try OpeningText(from: decoder)
    }
  }

  var id: String
  var name: String
  var lens: String
  var stance: String
  var moves: [MoveText]
  var shipWhen: String
  var skipWhen: String
  var avoid: [String]
  var kinds: [KindText]

  enum CodingKeys: String, CodingKey {
    case id, name, lens, stance, moves, avoid, kinds
    case shipWhen = "ship_when"
    case skipWhen = "skip_when"
  }

  var persona: Persona? {
    guard let id = PersonaID(id) else { return nil }
    var read: [Move] = []
    for move in moves {
      guard let side = FactSide(rawValue: move.restOn) else { return nil }
      var otherwise: MoveAlternative?
      if let other = move.otherwise {
        guard let side = FactSide(rawValue: other.restOn) else { return nil }
        otherwise = MoveAlternative(ask: other.ask, opening: other.opening.opening, restOn: side)
      }
      let opening = move.opening.opening
      read.append(
        Move(
          id: move.id, ask: move.ask, leadIn: opening.leadIn, goesOn: opening.goesOn, words: move.words,
          choices: move.choices, restOn: side, readings: opening.readings, spare: move.spare,
          against: move.against?.opening,
          otherwise: otherwise))
    }
    return Persona(
      id: id, name: name, lens: lens, stance: stance, moves: read, shipWhen: shipWhen, skipWhen: skipWhen,
      avoid: avoid, kinds: kinds.map(\.kind))
  }
}

private struct PromptsText: Decodable {
  var templates: [String: String]
}
