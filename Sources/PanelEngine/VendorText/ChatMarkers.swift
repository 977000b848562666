import Foundation

/// What a chat template or a habit of prompting gives a meaning to, found in text that should have none.
enum ChatMarkers {
  /// `text` without chat markers, role headings, code fences and things that look like citations or rules.
  ///
  /// Look-alikes are found by compatibility normalisation (NFKC) and a small table of Cyrillic and Greek letters; text
  /// in which that finds nothing keeps its own characters.
  static func removed(from text: String) -> String {
    let folded = folding(text)
    let text = folded != text && stripped(folded) != folded ? folded : text
    return stripped(text)
  }

  /// Whether `text` holds anything that ``removed(from:)`` would take out.
  static func occur(in text: String) -> Bool { removed(from: text) != text }

  private static func stripped(_ text: String) -> String {
    var text = text
    // Taking a marker out can put another together, so until nothing changes; each turn shortens the text.
    while true {
      var next = text
      for pattern in removedPatterns { next = next.replacing(pattern.regex, with: " ") }
      for heading in [roleHeading, roleInCapitals] {
        next = next.replacing(heading.regex) { match in
          "\(match.output[1].substring ?? "")\(match.output[2].substring ?? "") -"
        }
      }
      next = next.replacing(citation.regex) { "(\($0.output[1].substring ?? ""))" }
      next = collapsed(next)
      if next == text { return text }
      text = next
    }
  }

  private static func collapsed(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Sources of patterns that do not compile; a test says that there are none.
  static var brokenPatterns: [String] {
    (removedPatterns + [roleHeading, roleInCapitals, citation]).filter(\.isBroken).map(\.source)
  }

  private static let removedPatterns: [TextPattern] = [
    // ChatML, Llama 3, Phi, DeepSeek: <|im_start|>, <|eot_id|>, <|begin▁of▁sentence|>, also with spaces or half of it.
    TextPattern(#"<\s*\|[^<>|]{0,40}\|?\s*>"#), TextPattern(#"<\s*\|"#), TextPattern(#"\|\s*>(?!>)"#),
    // Gemma, Llama 2, T5 and kin.
    TextPattern(
      #"<\s*/?\s*(?:start_of_turn|end_of_turn|start_of_image|end_of_image|bos|eos|s|pad|unk|mask|sep|cls)\s*/?\s*>"#),
    TextPattern(#"<\s*/?\s*(?:extra_id_\d+|unused\d+|0x[0-9a-f]{2}|reserved_\w+)\s*>"#),
    TextPattern(
      #"\[\s*/?\s*(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|PREFIX|SUFFIX|IMG|CLS|SEP|MASK)\s*\]"#),
    TextPattern(#"<<\s*/?\s*SYS\s*>>"#),
    // Tags by which prompts mark roles and data.
    TextPattern(
      #"<\s*/?\s*(?:system|user|assistant|human|developer|instructions?|prompt|context|documents?|data|think|thinking|tool_call|tool_response|tools?|function_call|answer|im_start|im_end)\b[^<>]{0,60}>"#
    ),
    // Headings, fences and rules of Markdown prompts.
    TextPattern(#"#{2,}"#), TextPattern(#"`{3,}"#), TextPattern(#"~{3,}"#), TextPattern(#"[-=_*]{4,}"#),
    TextPattern(#"#\s*(?=(?:system|user|assistant|instructions?|response|output|input)\b)"#),
    // Turn marks of plain-text chats.
    TextPattern(#"\b(?:BEGIN|END)[ _](?:OF[ _])?(?:SYSTEM|USER|ASSISTANT|INSTRUCTIONS?|PROMPT|DATA|DOSSIER|FACTS)\b"#),
  ]

  /// “operating system: Linux” is no heading: one stands where a sentence could begin.
  private static let roleHeading = TextPattern(
    #"(^|[.!?;|)\]"'”’>-]\s*)(system|user|assistant|human|developer|ai|instructions?|response|evidence|vote|verdict|answer|rule|rules)\s*:"#
  )

  /// With a capital it may stand anywhere: the line break before it is gone by now.
  private static let roleInCapitals = TextPattern(
    #"(^|\s)(System|SYSTEM|User|USER|Assistant|ASSISTANT|Human|HUMAN|Developer|Instructions?|INSTRUCTIONS?|Response|RESPONSE|Evidence|Vote|VOTE|Verdict|VERDICT|Answer|ANSWER)\s*:"#,
    ignoresCase: false)

  /// `[3]`, as facts are cited.
  private static let citation = TextPattern(#"\[\s*(\d{1,3}(?:\s*,\s*\d{1,3})*)\s*\]"#)

  /// Compatibility form, with letters of other scripts that look like Latin ones in their place.
  static func folding(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars {
      scalars.append(lookAlikes[scalar] ?? scalar)
    }
    return String(scalars)
  }

  private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs: [(String, String)] = [
      ("аеорсухіјѕԁԛԝһӏАВЕНІЈКМОРСТУХЅ", "aeopcyxijsdqwhlABEHIJKMOPCTYXS"),
      ("οναιρτυΑΒΕΗΙΚΜΝΟΡΤΥΧΖ", "ovaiptuABEHIKMNOPTYXZ"),
      ("‹›〈〉⟨⟩❬❭˂˃ᐸᐳ", "<><><><><><>"), ("❘│┃∣ǀ⏐￨", "|||||||"), ("▁＿‗", "___"), ("⁅⁆⟦⟧", "[][]"),
    ]
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (from, to) in pairs {
      for (a, b) in zip(from.unicodeScalars, to.unicodeScalars) { table[a] = b }
    }
    return table
  }()
}
