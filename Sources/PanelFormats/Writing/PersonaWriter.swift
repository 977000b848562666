public import PanelCore

/// Writes personas as the files that ``PersonaFile`` reads.
public enum PersonaWriter {
  /// The YAML of a persona. Reading it with the same kinds of fact gives the persona back.
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
      lines.append("    words: \(move.words)")
      if let choices = move.choices { lines.append("    choices: \(list(choices))") }
      if move.restOn != .any { lines.append("    rest_on: \(YAMLText.scalar(move.restOn.rawValue))") }
      lines += opening(
        MoveOpening(leadIn: move.leadIn, goesOn: move.goesOn, readings: move.readings), indent: "    ")
      if !move.spare.isEmpty {
        lines.append("    spare:")
        lines += move.spare.map { "      - \(YAMLText.scalar($0))" }
      }
      if let against = move.against { lines += ["    against:"] + opening(against, indent: "      ") }
      if let other = move.otherwise {
        lines.append("    otherwise:")
        lines.append("      ask: \(YAMLText.scalar(other.ask))")
        if other.restOn != .any { lines.append("      rest_on: \(YAMLText.scalar(other.restOn.rawValue))") }
        lines += opening(other.opening, indent: "      ")
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

  private static func opening(_ opening: MoveOpening, indent: String) -> [String] {
    var lines = ["\(indent)lead_in: \(YAMLText.scalar(opening.leadIn))"]
    if !opening.goesOn.isEmpty { lines.append("\(indent)goes_on: \(YAMLText.scalar(opening.goesOn))") }
    if !opening.readings.isEmpty { lines.append("\(indent)readings:") }
    for reading in opening.readings {
      lines.append("\(indent)  - of: \(list(reading.kinds))")
      if !reading.toolKinds.isEmpty { lines.append("\(indent)    of_tool: \(list(reading.toolKinds))") }
      if let choice = reading.choice { lines.append("\(indent)    choice: \(YAMLText.scalar(choice))") }
      if let leadIn = reading.leadIn { lines.append("\(indent)    lead_in: \(YAMLText.scalar(leadIn))") }
      if !reading.goesOn.isEmpty { lines.append("\(indent)    goes_on: \(YAMLText.scalar(reading.goesOn))") }
      lines.append("\(indent)    say:")
      lines += reading.sayings.map { "\(indent)      - \(YAMLText.scalar($0))" }
    }
    return lines
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
      # rest_on says which facts the answer rests on (for, against, vendor, first, vote). readings say what a quoted fact
      # means, by its kind; kinds.yaml has the kinds.
      moves:
        - id: worst_day
          ask: What is the worst thing that this fact lets happen?
          lead_in: "On its worst day this decides: {fact}."
          goes_on: Then a user has to
          words: 40
          rest_on: against
          readings:
            - of: [limit, gap]
              say: [The work stops at a place where nobody had planned to stop.]
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
