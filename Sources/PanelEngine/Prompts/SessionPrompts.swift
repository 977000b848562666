import Inference
import PanelCore

/// The messages of a session's requests: `rules` | dossier | persona | what one request owns.
struct SessionPrompts: Sendable {
  let templates: PromptTemplates
  let vendorText: VendorText
  let labels: SessionLabels

  init(_ templates: PromptTemplates, vendorText: VendorText, labels: SessionLabels) {
    self.templates = templates
    self.vendorText = vendorText
    self.labels = labels
  }

  /// One fact, or a statement without content, as `persona` sees it.
  func weigh(_ statement: String, by persona: Persona, flipped: Bool) -> [ChatMessage] {
    let asked = labels.evidence.ordered(flipped: flipped)
    return messages(
      templates.render(
        .evidence,
        values(of: persona).merging(marker).merging([
          "fact": .text(statement), "first": .text(asked[0]), "second": .text(asked[1]),
        ])))
  }

  /// One move; `hint` is added to the question when it is asked again. Without a dossier: on facts without content.
  func move(_ prepared: PreparedMove, of persona: Persona, on dossier: PreparedDossier?, hint: String = "")
    -> [ChatMessage]
  {
    let move = prepared.move
    let name = dossier?.name ?? ContentFree.toolName
    let ask = Self.filled(move.ask, name)
    let rest = (dossier?.facts ?? ContentFree.facts).filter { prepared.facts.contains($0.id) }
    let values = values(of: persona).merging([
      "name": .text(name),
      "ask": .text(hint.isEmpty ? ask : ask + " " + hint),
      "words": .text(String(move.words)),
      "quoted": .text(prepared.quoted ?? ""),
      "drivers": .list(rest.map { .object(["id": .text(String($0.id.rawValue)), "text": .text($0.text)]) }),
      "choices": .texts(move.choices ?? []),
    ])
    return messages(
      (dossier.map(self.dossier) ?? contentFreeDossier) + templates.render(.persona, self.values(of: persona))
        + templates.render(.move, values))
  }

  /// Whether `statement` follows from `facts`.
  func check(_ statement: String, facts: [Evidence], flipped: Bool) -> [ChatMessage] {
    let asked = labels.support.ordered(flipped: flipped)
    return messages(
      templates.render(
        .check,
        [
          "drivers": .list(facts.map { .object(["id": .text(String($0.id.rawValue)), "text": .text($0.text)]) }),
          "statement": .text(statement), "first": .text(asked[0]), "second": .text(asked[1]),
        ]))
  }

  /// The vote after `moves`. Without a dossier: the leaning of `persona` without content.
  func vote(of persona: Persona, on dossier: PreparedDossier?, moves: [String], flipped: Bool) -> [ChatMessage] {
    let asked = labels.vote.ordered(flipped: flipped)
    let values = values(of: persona).merging([
      "name": .text(dossier?.name ?? ContentFree.toolName), "moves": .texts(moves),
      "first": .text(asked[0]), "second": .text(asked[1]),
    ])
    return messages(
      (dossier.map(self.dossier) ?? contentFreeDossier) + templates.render(.persona, self.values(of: persona))
        + templates.render(.vote, values))
  }

  /// Two tools side by side: `first` is A, `second` is B.
  func headToHead(_ first: PreparedDossier, _ second: PreparedDossier, persona: Persona) -> [ChatMessage] {
    func tool(_ dossier: PreparedDossier, _ letter: String) -> TemplateValue {
      .object([
        "letter": .text(letter), "name": .text(dossier.name), "category": .text(dossier.category),
        "facts": facts(dossier),
      ])
    }
    return messages(
      templates.render(
        .headToHead,
        values(of: persona).merging(marker).merging([
          "first": tool(first, labels.tools.positive), "second": tool(second, labels.tools.negative),
        ])))
  }

  /// `{name}` in a question or lead-in is the tool's name.
  static func filled(_ text: String, _ name: String) -> String { text.replacing("{name}", with: name) }

  private func messages(_ user: [String]) -> [ChatMessage] {
    [ChatMessage(.system, templates.render(.rules, marker)), ChatMessage(.user, user)]
  }

  private func dossier(_ dossier: PreparedDossier) -> [String] {
    var values: [String: TemplateValue] = [
      "nonce": .text(dossier.nonce), "name": .text(dossier.name), "category": .text(dossier.category),
      "tagline": .text(dossier.tagline), "licence": .text(dossier.licence), "homepage": .text(dossier.homepage),
      "facts": facts(dossier),
    ]
    if let pricing = dossier.pricing {
      values["pricing"] = .object([
        "label": .text(pricing.label), "entry": .text(pricing.entry), "source": .text(pricing.source),
        "retrieved": .text(pricing.retrieved?.description ?? ""),
      ])
    }
    return templates.render(.dossier, values.merging(marker))
  }

  private var contentFreeDossier: [String] {
    templates.render(
      .dossier,
      [
        "nonce": .text(Nonce.make(dossierSHA256: "", seed: 0)), "name": .text(ContentFree.toolName),
        "category": .text(ContentFree.category),
        "facts": .list(
          ContentFree.statements.enumerated().map {
            .object(["id": .text(String($0 + 1)), "text": .text($1), "vendor": .flag(false)])
          }),
      ].merging(marker))
  }

  private func facts(_ dossier: PreparedDossier) -> TemplateValue {
    .list(
      dossier.facts.map {
        .object([
          "id": .text(String($0.id.rawValue)), "text": .text($0.text), "vendor": .flag($0.isVendorText),
        ])
      })
  }

  private var marker: [String: TemplateValue] {
    vendorText.options.marksWords ? ["marker": .text(vendorText.options.marker)] : [:]
  }

  private func values(of persona: Persona) -> [String: TemplateValue] {
    [
      "persona_name": .text(persona.name), "lens": .text(persona.lens), "stance": .text(persona.stance),
      "ship_when": .text(persona.shipWhen), "skip_when": .text(persona.skipWhen), "avoid": .texts(persona.avoid),
    ]
  }
}

extension [String: TemplateValue] {
  fileprivate func merging(_ other: Self) -> Self { merging(other) { _, new in new } }
}
