public import PanelCore

/// What an item says: the panel's comparison and the edits on top of it.
public struct ItemContent: Hashable, Sendable {
  /// As the panel made it.
  public var base: Comparison
  public var edits: ItemEdits

  /// One text that can be edited.
  public struct Field: Hashable, Sendable {
    public var path: FieldPath
    /// What the panel wrote.
    public var original: String
    public var text: String

    public var isEdited: Bool { text != original }
  }

  public init(base: Comparison, edits: ItemEdits = ItemEdits()) {
    self.base = base
    self.edits = edits
  }

  /// All texts that can be edited, in the order of the page: the recommendation, then persona by persona, tool by tool.
  public var fields: [Field] {
    var fields: [Field] = []
    func add(_ path: FieldPath, _ original: String) {
      fields.append(Field(path: path, original: original, text: edits.texts[path] ?? original))
    }
    if let recommendation = base.recommendation { add(.recommendation, recommendation.text) }
    for persona in personas {
      for verdict in base.verdicts {
        for review in verdict.reviews where review.persona == persona {
          for move in review.moves {
            add(.move(tool: verdict.dossier.slug, persona: persona, id: move.id), move.text)
          }
        }
      }
    }
    return fields
  }

  /// Personas in the order of their seats.
  public var personas: [PersonaID] {
    base.verdicts.flatMap(\.reviews).reduce(into: []) { personas, review in
      if !personas.contains(review.persona) { personas.append(review.persona) }
    }
  }

  /// The comparison as readers see it. Where a vote was overridden the recommendation is decided anew, without the direct
  /// comparisons, which were made for the panel's own votes.
  public var edited: Comparison {
    var comparison = base
    var isOverridden = false
    for v in comparison.verdicts.indices {
      let tool = comparison.verdicts[v].dossier.slug
      for r in comparison.verdicts[v].reviews.indices {
        let persona = comparison.verdicts[v].reviews[r].persona
        if let override = edits.overrides[SeatPath(tool: tool, persona: persona)] {
          isOverridden = isOverridden || comparison.verdicts[v].reviews[r].vote != override.vote
          comparison.verdicts[v].reviews[r].vote = override.vote
          comparison.verdicts[v].reviews[r].error = nil
        }
        for m in comparison.verdicts[v].reviews[r].moves.indices {
          let path = FieldPath.move(
            tool: tool, persona: persona, id: comparison.verdicts[v].reviews[r].moves[m].id)
          if let text = edits.texts[path] {
            comparison.verdicts[v].reviews[r].moves[m].text = text
            comparison.verdicts[v].reviews[r].moves[m].wording = nil
          }
        }
      }
    }
    if isOverridden {
      comparison.recommendation = Recommendation.decide(verdicts: comparison.verdicts, headToHead: [])
    }
    if let text = edits.texts[.recommendation] { comparison.recommendation?.text = text }
    return comparison
  }

  /// `Ripgrep vs Ag`
  public var title: String { base.verdicts.map(\.dossier.name).joined(separator: " vs ") }

  /// The same tools in any order have the same subject: a newer item takes the place of an older one.
  public var subject: String { base.verdicts.map(\.dossier.slug.rawValue).sorted().joined(separator: "+") }
}
