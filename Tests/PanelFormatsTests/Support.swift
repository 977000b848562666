import Foundation
import PanelCore
import PanelFormats
import Testing

/// The smallest dossier that has everything, with lines that a test replaces or removes.
let goodDossier = """
  name: Foo
  tagline: A small tool
  category: Developer Tools
  homepage: https://foo.example
  licence: MIT
  pricing:
    label: Free
    entry: $0
    plans: [Free]
    source: README 1.2
    retrieved: 2026-11-22
  facts:
    - text: It needs no server.
      source: README 1.2
      retrieved: 2026-11-22
    - text: It is the fastest.
      source: README 1.2
      retrieved: 2026-11-21
      vendor: true
  description: A tool for tests.

  """

/// The smallest persona that has everything.
let goodPersona = """
  id: dx
  name: DX reviewer
  lens: the first hour
  stance: You have to use it yourself.
  moves:
    - id: primitive
      ask: What does {name} give a developer?
      lead_in: The primitive of {name} is
      words: 30
    - id: cost
      ask: What does a team pay for this?
      lead_in: "It costs: {fact}"
      goes_on: so a team has to
      words: 30
      spare: [That is the price.]
    - id: timing
      ask: Is it early, on time or late?
      lead_in: It is
      words: 20
      choices: [early, on time, late]
      rest_on: vote
      against:
        lead_in: "It comes {choice}: {fact}."
        goes_on: So a team has to
        readings:
          - of: [dated, identity]
            choice: late
            say: ["{name} had its time.", Others are further.]
          - of: [limit]
            lead_in: "It lacks something {choice}: {fact}."
            goes_on: So {name} has to
            say: [That is missing.]
      otherwise:
        ask: Is it late?
        lead_in: "It seems {choice}: {fact}, so"
        rest_on: for
  ship_when: the first step is short
  skip_when: the first step is long
  avoid: [marketing words]

  """

extension String {
  /// With the first occurrence of `old` replaced; a test whose fixture changed under it fails.
  func replacing(once old: String, with new: String, at place: SourceLocation = #_sourceLocation) -> String {
    guard let range = range(of: old) else {
      Issue.record("the fixture does not hold “\(old)”", sourceLocation: place)
      return self
    }
    return replacingCharacters(in: range, with: new)
  }
}

/// Reads a dossier named `tools/foo.yaml`.
func dossier(_ text: String) throws(FormatErrors) -> Dossier {
  guard let slug = ToolSlug("foo") else { preconditionFailure() }
  return try DossierFile.parse(text, file: "tools/foo.yaml", slug: slug)
}

/// Kinds of fact in the order of a file, with all that one can have.
let goodKinds = """
  kinds:
    - id: dated
      means: its version or date
      words: [dated, "latest version"]
      with: ["1", "2"]
      without: [undated]
    - id: limit
      means: what it cannot do
      words: [cannot]
      of_first: true
      against: true
      common: true
    - id: other
      means: the rest

  """

/// Reads `personas/kinds.yaml`.
func kinds(_ text: String) throws(FormatErrors) -> [FactKind] {
  try FactKindFile.parse(
    try SourceText(Data(text.utf8), file: "personas/kinds.yaml", limit: SourceText.yamlLimit))
}

/// Reads a persona named `personas/dx.yaml`.
func persona(_ text: String) throws(FormatErrors) -> Persona {
  try PersonaFile.parse(text, kinds: try kinds(goodKinds), file: "personas/dx.yaml")
}

/// What `read` complains about, one line for each error.
func complaints(_ read: () throws(FormatErrors) -> some Any) -> [String] {
  do throws(FormatErrors) {
    _ = try read()
    return []
  } catch {
    return error.errors.map(\.description)
  }
}

/// A folder that is removed when the test lets go of it.
final class TemporaryFolder {
  let url: URL

  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "panel-formats-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try write(Data(text.utf8), to: name) }
  }

  func write(_ data: Data, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}
