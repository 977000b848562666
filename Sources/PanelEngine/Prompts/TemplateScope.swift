/// What a template may name: variables, and sections with what is known inside them.
///
/// As in Mustache, a section sees what is outside it too.
struct TemplateScope {
  var variables: Set<String>
  var sections: [String: TemplateScope]

  init(_ variables: Set<String> = [], sections: [String: TemplateScope] = [:]) {
    self.variables = variables
    self.sections = sections
  }

  /// A section that is shown or not, without names of its own.
  static let flag = TemplateScope()
  /// A list of texts: `{{{.}}}`, or `{{{text}}}`.
  static let texts = TemplateScope([".", "text"])

  /// All names, in alphabetical order, for messages.
  var names: [String] { variables.union(sections.keys).sorted() }

  func merging(_ other: TemplateScope) -> TemplateScope {
    TemplateScope(
      variables.union(other.variables), sections: sections.merging(other.sections) { mine, _ in mine })
  }
}

extension TemplateScope {
  private static let persona = TemplateScope(
    ["persona_name", "lens", "stance", "ship_when", "skip_when"], sections: ["avoid": .texts])
  private static let facts = TemplateScope(["id", "text"], sections: ["vendor": .flag])
  /// `marker` joins the words of vendor text where the session marks it; otherwise it is absent.
  private static let marker = TemplateScope(["marker"], sections: ["marker": .flag])

  /// What the template `name` is given, in stages from what most requests share to what one request owns. A session
  /// cuts the rendered text before the first line that needs the next stage, so that backends share what is before it.
  static func stages(of name: PromptName) -> [TemplateScope] {
    switch name {
    case .rules: [marker]
    case .dossier:
      [
        marker.merging(
          TemplateScope(
            ["nonce", "name", "category", "tagline", "licence", "homepage"],
            sections: [
              "licence": .flag, "homepage": .flag, "tagline": .flag, "facts": facts,
              "pricing": TemplateScope(
                ["label", "entry", "source", "retrieved"], sections: ["source": .flag, "retrieved": .flag]),
            ]))
      ]
    case .persona: [persona]
    case .move:
      [
        persona.merging(
          TemplateScope(["name", "quoted", "purpose"], sections: ["drivers": TemplateScope(["id", "text"])])),
        TemplateScope(["ask", "words"], sections: ["choices": .texts]),
      ]
    case .vote:
      [
        persona.merging(TemplateScope(["name"], sections: ["moves": .texts])),
        TemplateScope(["first", "second"]),
      ]
    case .check:
      [
        TemplateScope(sections: ["drivers": TemplateScope(["id", "text"])]), TemplateScope(["statement"]),
        TemplateScope(["first", "second"]),
      ]
    case .evidence: [marker.merging(persona), TemplateScope(["fact"]), TemplateScope(["first", "second"])]
    case .headToHead:
      [
        marker.merging(TemplateScope(sections: ["statements": TemplateScope(["letter", "text"])])), persona,
        TemplateScope(["first", "second"]),
      ]
    }
  }
}
