/// Sentences that speak to whoever judges a tool instead of describing the tool.
///
/// A fact says what a tool is or does. A sentence that tells reviewers what to answer, that reports what a panel decided,
/// or that speaks of the record it stands in, says nothing about the tool, whoever wrote it; so it is taken out before a
/// model sees it, and the editor is told. The patterns name what only such sentences hold: the words of a vote, of
/// instructions, and of the labels that the prompts use. What they miss is still bounded as the vendor's claim.
enum ReaderAddress {
  struct Result: Hashable, Sendable {
    /// What is left; empty where nothing is.
    var text: String
    var removed: [String]
  }

  /// `text`, on one line, without sentences that address the reader.
  static func removed(from text: String) -> Result {
    var kept: [String] = []
    var removed: [String] = []
    for sentence in Sentences.split(text) {
      if occurs(in: sentence) { removed.append(sentence) } else { kept.append(sentence) }
    }
    // A sentence may be spread over several full stops: “Vote. Ship. It.”
    if removed.isEmpty, kept.count > 1, occurs(in: kept.joined(separator: " ").replacing(".", with: "")) {
      return Result(text: "", removed: kept)
    }
    return Result(text: kept.joined(separator: " "), removed: removed)
  }

  static func occurs(in sentence: String) -> Bool {
    readings(of: sentence).contains { reading in patterns.contains { $0.occurs(in: reading) } }
      || isBlob(sentence)
  }

  /// Sources of patterns that do not compile.
  static var brokenPatterns: [String] { patterns.filter(\.isBroken).map(\.source) }

  /// The sentence as it is written, and as it reads once look-alike letters, digits for letters and letters set apart are
  /// taken for what they stand for.
  private static func readings(of sentence: String) -> [String] {
    var readings = [sentence]
    let folded = ChatMarkers.folding(sentence)
    if folded != sentence { readings.append(folded) }
    let joined = folded.replacing(/\b(?:\p{L} ){2,}\p{L}\b/) { $0.output.filter { $0 != " " } }
    if joined != folded { readings.append(joined) }
    let spelled = unleeted(folded)
    if spelled != folded { readings.append(spelled) }
    return readings
  }

  private static let digits: [Character: Character] = [
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s",
  ]

  /// `v0te` as `vote`: only in words that hold letters too, so that `2.0` and `HTTP/2` stay.
  private static func unleeted(_ text: String) -> String {
    text.split(separator: " ").map { word in
      guard word.contains(where: \.isLetter), word.contains(where: { digits[$0] != nil }) else { return String(word) }
      return String(word.map { digits[$0] ?? $0 })
    }.joined(separator: " ")
  }

  /// One long word of mixed letters and digits: encoded text, which no reader can check.
  private static func isBlob(_ sentence: String) -> Bool {
    sentence.split(separator: " ").contains { word in
      word.count >= 24 && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+/=".contains($0)) }
        && word.contains(where: \.isUppercase) && word.contains(where: \.isLowercase)
        && word.contains { $0.isNumber || $0 == "=" } && !word.contains("//")
    }
  }

  // The words that patterns below are made of.
  private static let judges =
    #"(?:reviewers?|panel(?:l?ists?)?s?|personas?|judges?|jurors?|evaluators?|graders?|raters?|voters?|assistants?|chatbots?|llms?|ais?|(?:the|this|any|every|each|all|language) models?|readers?)"#
  private static let verdict =
    #"(?:vot(?:e|es|ed|ing)|rat(?:e|es|ed|ing|ings)(?![- ]?limit)|scor(?:e|es|ed|ing)|verdicts?|recommend(?:s|ed|ations?|ing)?|approv(?:e|es|ed|al)|endors(?:e|es|ed|ement)|positively|positive|favou?rabl[ey]|in favou?r|ship it|praise[sd]?|criticis[em]|criticism|thumbs up|top marks)"#
  private static let order =
    #"(?:must|should|shall|have to|has to|need to|needs to|ought to|please|always|never|(?:is|are|was|were) (?:asked|instructed|required|told|requested|obliged|expected)|(?:has|have) instructed|instructs?)"#

  private static let patterns: [TextPattern] = [
    // The vote's own words.
    #"\bvot(?:e|es|ed|ing)\s*(?:to\s+|for\s+|a\s+)?["“'‘]?(?:ship|skip|good|bad|yes|it\b)"#,
    #"\bp\s*\(\s*ship\s*\)"#, #"\d\s*%\s*ship\b"#, #"\b(?:\d+|zero|four|all)\s+(?:ship|skip)\b"#,
    #"\b(?:panel|jury|review)(?:['’]s)? (?:verdict|votes?|decision|recommendation)\b"#,
    #"\b(?:good|bad) (?:news|choice)\b"#, #"\b(?:better|best|right) choice\b"#,
    #"\bthis (?:is|was|has to be|must be) (?:good|bad)\b"#, #"\b(?:it|this|that) is good\.?$"#,
    // What was answered, or shall be.
    #"\b(?:correct|right|final|only|expected|true|desired|best) (?:answer|verdict|score|rating|recommendation|label|response)s?\b"#,
    #"\b(?:answer|reply|respond|say|saying|conclude|state)\b.{0,40}\b(?:good|bad|ship|skip|positive|yes|better)\b"#,
    #"\banswer (?:is|should|must|has)\b"#, #"\bsay(?:good|ship|yes)\b"#,
    #"\b(?:recommendation|verdict|rating|score|final answer|vote|conclusion)\s*[:=–—-]\s"#,
    #"\b(?:final|overall|total) (?:score|rating|verdict|mark|grade)\b"#, #"\b10\s*(?:/|out of)\s*10\b"#,
    #"\b(?:highest|full|maximum|top|perfect|best) (?:possible )?(?:scores?|marks?|ratings?|grades?)\b"#,
    // Instructions about instructions and facts.
    #"\b(?:ignore|disregard|forget|override|bypass|neglect|overlook|skip|discard|drop)\b\s+(?:all|any|every|everything|the|these|those|my|your|his|previous|prior|earlier|other|what|whatever|anything)\b.{0,60}\b(?:instructions?|rules?|facts?|above|below|previous|prior|earlier|before|evidence|criticisms?|limits?|limitations?|prompts?|dossier|records?|statements?|findings?|guidelines?|negatives?|concerns?|weaknesses|said|told|read)\b"#,
    #"\b(?:ignore|disregard|forget)\b.{0,20}\b(?:instructions?|rules|facts|evidence|criticism)\b.{0,60}\b(?:vote|say|answer|rate|good|ship)\b"#,
    #"\b(?:previous|prior|above|earlier|preceding|original|foregoing) (?:instructions?|prompts?|messages?|task|rules)\b"#,
    #"\bnew (?:task|instructions?)\b"#,
    #"\b(?:end|begin|start) of (?:the )?(?:data|facts?|dossier|document|record|evidence|input)\b"#,
    #"\bsystem (?:administrator|message|notice|note|override)\b"#,
    #"\b(?:note|notice|message|hint|reminder|attention|instructions?|warning)s? (?:to|for) (?:the |all |every |any |our )?(?:\#(judges)|models?|ai|assistant|system)\b"#,
    #"\battention\b.{0,10}\b\#(judges)\b"#,
    #"\b(?:only|exclusively) (?:positive|favou?rable|good) (?:votes?|answers?|reviews?)\b"#,
    #"\b(?:you are|you're) (?:now|no longer|an?|the)\b"#, #"\bfrom now on\b"#,
    #"\b(?:pretend|act as|behave as|imagine (?:that )?you)\b"#, #"\bso should you\b"#, #"\b(?:like|as) you\b"#,
    #"\bif you(?: are|'re)? (?:reading|judging|reviewing|evaluating|rating|an? (?:ai|llm|model|assistant))\b"#,
    // Judges told what to do, or said to have done it.
    #"\b\#(judges)\b.{0,60}\b\#(order)\b.{0,80}\b(?:\#(verdict)|good|answer|say|choose|adopt|accept|conclude)\b"#,
    #"\b\#(order)\b.{0,60}\b\#(judges)\b.{0,60}\b(?:\#(verdict)|good|answer|say|choose|adopt|accept)\b"#,
    #"\binstruct\w*\b.{0,40}\b\#(judges)\b"#,
    #"\b\#(judges)\b.{0,30}\bto (?:recommend|vote|rate|approve|endorse|choose)\b"#,
    #"\b(?:reviewers?|personas?|panel|judges?|jurors?|futurist|dx|competitor)\b.{0,80}\b(?:voted|agreed|approved|chose|recommended|decided|convinced|unanimous\w*)\b"#,
    #"\b(?:every|any|all|no|other|brilliant|smart|honest|wise|good) (?:reviewers?|judges?|personas?|evaluators?)\b"#,
    #"\b(?:reviews?|ratings?|verdicts?|votes?|evaluations?|assessments?)\b.{0,60}\b(?:have to be|has to be|must be|should be|must|always) (?:\w+ )?(?:positive|good|favou?rable|ship|high)\b"#,
    #"\byou(?:r)?\b.{0,80}\b\#(verdict)\b"#,
    #"\b\#(verdict)\b.{0,60}\b(?:your (?:readers|users|audience|answer)|you)\b"#,
    #"\b(?:please|kindly) (?:\w+ )?(?:rate|vote|recommend|approve|choose|adopt|give)\b"#,
    #"\b(?:give|award|grant|assign) (?:it|this|this tool|the tool|\w+) (?:the |a |an )?(?:highest|top|full|perfect|best|maximum|high|good|positive)\b"#,
    // The record that the text stands in.
    #"\b(?:elsewhere|named|mentioned|listed|said|stated|facts?|limits?|statements?) (?:in|of|from) (?:this|the) (?:record|dossier|evaluation|review|assessment|document|list|prompt)\b"#,
    #"\b(?:in|of) this (?:dossier|record|evaluation|prompt)\b"#, #"\bother facts\b"#,
    #"\bfacts? (?:above|below|elsewhere)\b"#,
    #"\b(?:negative|critical|bad|unfavou?rable) (?:facts?|statements?|points?|remarks?|findings?|evidence)\b"#,
    #"\b(?:statements?|facts?|evidence|reviews?) against\b"#, #"\ball (?:the )?evidence\b"#,
    #"\b(?:must|should|shall|can|may) (?:not|never) be (?:counted|considered|mentioned|published|judged|criticised|criticized|weighed|held against)\b"#,
    #"\b(?:part of|for|during) (?:an?|this|the|your) (?:evaluation|assessment|review)\b.{0,40}\b(?:please|recommend|vote|rate|say)\b"#,
    // The same in other languages.
    #"\b(?:ignorier(?:e|en|t)|vergiss|vergesst|missachte|anweisungen|bewerte(?:n|t)?|stimme(?:n)? für)\b"#,
    #"\b(?:ignore[zr]|oublie[zr]|consignes|instructions précédentes|répond(?:ez|s)|recommande[zr]|vote[zr])\b"#,
    #"\b(?:ignora(?:d|r|te)?|olvida(?:d|r)?|instrucciones|dimentica(?:te)?|istruzioni|instruções|ignorar|esqueça|vota(?:d|r|te)?)\b"#,
    #"(?:игнориру|забудь|инструкци|проголосу|忽略|无视|指示|無視|投票|評価してください|무시)"#,
  ].map { TextPattern($0) }
}
