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
      "purpose": .text(prepared.hint ?? ""),
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

  /// Two tools, each by some facts. They are called by their numbers alone: a name is no argument.
  ///
  /// The facts alternate, so that neither tool stands nearer to the question: with one tool's facts after the other's,
  /// Qwen2.5-Coder 1.5B prefers the second place in 32 of 36 questions.
  func headToHead(
    _ first: [String], _ second: [String], persona: Persona, swapped: Bool
  ) -> [ChatMessage] {
    func said(_ facts: [String], _ label: String, _ index: Int) -> [TemplateValue] {
      facts.indices.contains(index) ? [.object(["letter": .text(label), "text": .text(facts[index])])] : []
    }
    let statements = (0..<max(first.count, second.count)).flatMap { index in
      let pair = [said(first, labels.tools.positive, index), said(second, labels.tools.negative, index)]
      // 1 2, 2 1, 1 2, …: each tool is named first as often as the other.
      return ((index % 2 == 0) != swapped ? pair : pair.reversed()).flatMap { $0 }
    }
    let asked = labels.tools.ordered(flipped: swapped)
    return messages(
      templates.render(
        .headToHead,
        values(of: persona).merging(marker).merging([
          "statements": .list(statements), "first": .text(asked[0]), "second": .text(asked[1]),
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
