public import PanelCore

/// Writes personas as the files that ``PersonaFile`` reads.
public enum PersonaWriter {
  /// The YAML of a persona. Reading it gives the persona back.
  public static func yaml(_ persona: Persona) -> String {
    var lines = [schemaLine]
    lines.append("id: \(YAMLText.scalar(persona.id.rawValue))")
    lines.append("name: \(YAMLText.scalar(persona.name))")
    lines.append("lens: \(YAMLText.scalar(persona.lens))")
    lines.append("stance: \(YAMLText.scalar(persona.stance))")
    lines.append("moves:")
    for move in persona.moves {
      lines.append("  - id: \(YAMLText.scalar(move.id))")
      lines.append("    ask: \(YAMLText.scalar(move.ask))")
      lines.append("    lead_in: \(YAMLText.scalar(move.leadIn))")
      if let against = move.leadInAgainst { lines.append("    lead_in_against: \(YAMLText.scalar(against))") }
      lines.append("    words: \(move.words)")
      if let choices = move.choices {
        lines.append("    choices: [\(choices.map { YAMLText.scalar($0) }.joined(separator: ", "))]")
      }
      if move.restOn != .any { lines.append("    rest_on: \(YAMLText.scalar(move.restOn.rawValue))") }
      if !move.lookFor.isEmpty { lines.append("    look_for: \(list(move.lookFor))") }
      if !move.lookPast.isEmpty { lines.append("    look_past: \(list(move.lookPast))") }
      if !move.needs.isEmpty { lines.append("    needs: \(list(move.needs))") }
      if let other = move.otherwise {
        lines.append("    otherwise:")
        lines.append("      ask: \(YAMLText.scalar(other.ask))")
        lines.append("      lead_in: \(YAMLText.scalar(other.leadIn))")
        if other.restOn != .any { lines.append("      rest_on: \(YAMLText.scalar(other.restOn.rawValue))") }
        if !other.lookFor.isEmpty { lines.append("      look_for: \(list(other.lookFor))") }
      }
    }
    lines.append("ship_when: \(YAMLText.scalar(persona.shipWhen))")
    lines.append("skip_when: \(YAMLText.scalar(persona.skipWhen))")
    if !persona.avoid.isEmpty {
      lines.append("avoid:")
      lines += persona.avoid.map { "  - \(YAMLText.scalar($0))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func list(_ words: [String]) -> String {
    "[\(words.map { YAMLText.scalar($0) }.joined(separator: ", "))]"
  }

  /// A persona to begin with, which passes lint, with what each key is for.
  public static func template(id: PersonaID, name: String? = nil) -> String {
    let role = name ?? id.rawValue.prefix(1).uppercased() + id.rawValue.dropFirst() + " reviewer"
    return """
      \(schemaLine)
      # The file's name without .yaml. Add it to “order” in panel.yaml to give it a seat.
      id: \(YAMLText.scalar(id.rawValue))
      # A role, never a person's name.
      name: \(YAMLText.scalar(role))
      # What it looks at, in a few words.
      lens: what could go wrong with the tool in daily use
      # From where it judges, said to the model.
      stance: You have to answer for what the tool does after it was installed.
      # Questions that every review answers. {name} is the tool's name; lead_in opens the answer and is never sampled, so
      # it fixes the angle; words counts the lead-in too. Add “choices: [early, on time, late]” to a closed question.
      # rest_on says which facts the answer rests on (for, against, vendor, first, vote), look_for adds words by which
      # they are found.
      moves:
        - id: worst_day
          ask: What is the worst thing that the stated facts let happen?
          lead_in: On its worst day, {name}
          words: 40
          rest_on: against
        - id: way_out
          ask: How does a user get away from the tool again?
          lead_in: Leaving {name} means
          words: 40
      # The rule of its vote, each side as something that the facts can show.
      ship_when: the facts name a limit or failure of the tool and what the project does about it
      skip_when: a known hole is not mended, or nobody maintains the tool
      avoid:
        - repeat the tool's marketing words

      """
  }

  private static let schemaLine = "# yaml-language-server: $schema=../docs/schemas/persona.schema.json"
}
