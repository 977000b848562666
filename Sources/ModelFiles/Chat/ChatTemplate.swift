/// How a model wants a chat written down.
///
/// Model files carry this as a program in Jinja. It is not run: a file from outside should run nothing. Its text is
/// searched for the markers of the families that are known, and what the family leaves open is read from it.
public struct ChatTemplate: Hashable, Sendable {
  /// A part of a prompt. Neighbours are joined without a separator.
  public enum Piece: Hashable, Sendable {
    /// The template's own text; its markers are tokens (`allowingSpecialTokens: true`).
    case control(String)
    /// A segment of a caller's message, or a part of one; never read for markers.
    case text(String)

    public var string: String {
      switch self {
      case .control(let text), .text(let text): text
      }
    }
  }

  public enum Family: Hashable, Sendable {
    /// `<|im_start|>role … <|im_end|>`: Qwen, SmolLM and many others. `defaultSystem` is put first where the caller's
    /// messages begin with another role; `skipsThinking` closes the part in which a model would think aloud.
    case chatML(defaultSystem: String?, skipsThinking: Bool)
    /// `<|start_header_id|>role<|end_header_id|> … <|eot_id|>`. `preamble` goes before the system message.
    case llama3(preamble: String)
    /// `<start_of_turn>role … <end_of_turn>`, the system message at the head of the first turn.
    case gemma
    /// `[INST] … [/INST]`. The system message has markers of its own, or goes before the last turn of the user.
    case mistral(hasSystemMarkers: Bool)
    /// For models that were trained on text alone: the messages as they are, a blank line between them.
    case plain
  }

  public var family: Family

  public init(_ family: Family) { self.family = family }

  /// The template that a model file asks for; ``Family/plain`` where it has none.
  ///
  /// - Throws: ``GGUFError`` where it has one that is not known.
  public init(_ metadata: GGUFMetadata) throws(GGUFError) {
    guard let source = try metadata.optionalString("tokenizer.chat_template") else {
      self.init(.plain)
      return
    }
    guard let family = Self.family(of: source) else {
      throw GGUFError(
        .badValue, path: metadata.file.path, "tokenizer.chat_template is of a family that is not known.",
        remedy: """
          Known ones are ChatML (<|im_start|>), Llama 3 (<|start_header_id|>), Gemma (<start_of_turn>) and Mistral \
          ([INST] without spaces); or serve the model with llama.cpp and give its address as the backend.
          """)
    }
    self.init(family)
  }

  static func family(of source: String) -> Family? {
    if source.contains("<|im_start|>"), !source.contains("<|im_sep|>"), !source.contains("<end_of_utterance>") {
      return .chatML(defaultSystem: defaultSystem(in: source), skipsThinking: source.contains("enable_thinking"))
    }
    if source.contains("<|start_header_id|>") {
      // The date is the one that the template falls back on: a prompt must not change from day to day.
      let preamble =
        source.contains("Cutting Knowledge Date")
        ? "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n" : ""
      return .llama3(preamble: preamble)
    }
    if source.contains("<start_of_turn>") { return .gemma }
    if source.contains("[INST]"), !source.contains("[INST] "), !source.contains("<<SYS>>") {
      return .mistral(hasSystemMarkers: source.contains("[SYSTEM_PROMPT]"))
    }
    return nil
  }

  /// The system message that a ChatML template puts in by itself: a whole one in a single literal.
  private static func defaultSystem(in source: String) -> String? {
    for opening in ["<|im_start|>system\\n", "<|im_start|>system\n"] {
      var rest = source[...]
      while let start = rest.firstRange(of: opening) {
        rest = rest[start.upperBound...]
        guard let end = rest.firstRange(of: "<|im_end|>") else { break }
        let text = rest[..<end.lowerBound]
        // Anything else than a literal would hold the end of one.
        if !text.isEmpty, !text.contains(where: { "'\"{}".contains($0) }) {
          return String(text.replacing("\\n", with: "\n"))
        }
      }
    }
    return nil
  }
}
