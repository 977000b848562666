import ArgumentParser
import Foundation
import PanelCore
import PanelEngine

/// How a session is run, beyond what it is about.
struct SessionArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only these personas, in this order. (default: those of panel.yaml)", valueName: "id,id…"))
  var personas: String?

  @Option(help: "Texts written for each move, of which the best supported is kept.")
  var samples = 1

  @Option(help: "With the same input and model, the same seed gives the same review.")
  var seed: UInt64 = 1

  @Option(help: "When to ask the personas which of two tools they prefer.")
  var headToHead = HeadToHead.onTie

  @Flag(
    inversion: .prefixedNo,
    help: "Take chat markers, role headings and invisible characters out of texts about a tool.")
  var neutralise = true

  @Flag(help: "Join the words of vendor-written facts by a marker, so that the model sees them as data.")
  var datamark = false

  @Flag(help: "Let the model write every answer, and none be taken from the personas' readings: for larger models.")
  var ownWords = false

  enum HeadToHead: String, ExpressibleByArgument, CaseIterable {
    case onTie = "on-tie"
    case always
    case never

    var rule: SessionOptions.HeadToHeadRule {
      switch self {
      case .onTie: .onTie
      case .always: .always
      case .never: .never
      }
    }
  }

  func validate() throws {
    if !(1...20).contains(samples) { throw ValidationError("--samples is \(samples); expected 1 to 20.") }
    _ = try personaIDs()
  }

  /// The chosen personas; nil takes those of the panel's file.
  func personaIDs() throws -> [PersonaID]? {
    guard let personas else { return nil }
    let names = personas.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    var ids: [PersonaID] = []
    for name in names {
      guard let id = PersonaID(name) else { throw ValidationError("--personas holds “\(name)”, which is no id.") }
      guard !ids.contains(id) else { throw ValidationError("--personas names “\(name)” twice.") }
      ids.append(id)
    }
    return ids
  }

  var options: SessionOptions {
    SessionOptions(
      seed: seed, samples: samples, vendorText: VendorTextOptions(removesMarkers: neutralise, marksWords: datamark),
      headToHead: headToHead.rule, ownWords: ownWords)
  }
}
