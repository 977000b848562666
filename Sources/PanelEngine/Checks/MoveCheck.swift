import PanelCore

/// What is wrong with an answer.
enum AnswerDefect: Hashable, Sendable {
  /// Too few words to be an answer.
  case tooShort
  /// Cut off inside its only sentence.
  case unfinished
  /// Says that it cannot answer.
  case refusal
  /// Numbers, names or commands that the dossier does not hold.
  case unsupported([String])
  /// Copies the dossier's wording.
  case copiesDossier(Double)
  /// Says what another answer says in the same words.
  case repeatsAnswer(Double)
  /// The same sentence twice.
  case repeatsItself
  /// Says what the tool is for by the tool's own name, or by words that fit every tool.
  case saysNothing
  /// Leaves out how the purpose that the model was told ends, and so what sets the tool apart.
  case stopsEarly
  /// Gives the question's own words back.
  case echoesQuestion(Double)
  /// Claims or empty phrases that no fact backs.
  case filler([String])
  /// Denies what a cited fact says: words after “not”, “without”, “lacks” that stand there without a negation.
  case turnsAround([String])

  /// For choosing between two answers; the sum over an answer's defects, smaller is better.
  var severity: Double {
    switch self {
    case .tooShort: 100
    case .refusal: 30
    case .unfinished: 8
    case .unsupported(let terms): 10 + Double(terms.count)
    case .repeatsItself, .saysNothing, .stopsEarly: 6
    case .turnsAround: 5
    case .echoesQuestion(let share): 3 + 3 * share
    case .filler(let words): 3 + Double(words.count)
    case .copiesDossier(let share): 2 + 2 * share
    case .repeatsAnswer(let share): 3 + 3 * share
    }
  }

  /// Whether it is none in a few words that only end a sentence.
  var isOfWholeAnswers: Bool {
    switch self {
    case .tooShort, .copiesDossier, .repeatsAnswer, .echoesQuestion: true
    case .unfinished, .refusal, .unsupported, .repeatsItself, .saysNothing, .stopsEarly, .filler, .turnsAround: false
    }
  }

  /// What the model is told when it is asked again.
  var hint: String {
    switch self {
    case .tooShort, .unfinished: "Answer in one complete sentence."
    case .refusal: "Commit to an answer that follows from the facts."
    case .unsupported(let terms): "Do not mention \(terms.prefix(4).joined(separator: ", ")): no fact says it."
    case .copiesDossier: "Use your own words: say what follows from the facts."
    case .repeatsAnswer: "Say something that no other reviewer says."
    case .echoesQuestion: "Name what the facts say, not what the question says."
    case .filler(let words): "Do not write “\(words[0])”: name what a fact says."
    case .repeatsItself: "Say it once."
    case .stopsEarly: "Say all that the tool is used for."
    case .saysNothing: "Say in a few words what the tool is used for, without its name."
    case .turnsAround(let words): "The facts do not deny this: \(words.joined(separator: ", "))."
    }
  }
}

/// Checks one answer against the dossier and the answers around it.
struct MoveCheck: Sendable {
  let limits: MoveLimits
  private let facts: [(id: EvidenceID, index: TermIndex)]
  private let words: [EvidenceID: WordSequence]
  private let stems: [EvidenceID: Set<String>]
  /// Name, tagline, category, licence, price: stated by the dossier, though not as numbered facts.
  private let head: [String]
  private let all: TermIndex
  /// All facts in lower case.
  private let said: String
  private let dossierGrams: Set<ArraySlice<String>>

  init(_ dossier: Dossier, limits: MoveLimits = MoveLimits()) {
    self.limits = limits
    facts = dossier.facts.map { ($0.id, TermIndex([$0.text])) }
    all = TermIndex(dossier.facts.map(\.text))
    said = dossier.facts.map { $0.text.lowercased() }.joined(separator: "\n")
    words = Dictionary(dossier.facts.map { ($0.id, WordSequence($0.text)) }) { first, _ in first }
    stems = Dictionary(dossier.facts.map { ($0.id, MoveFacts.stems(of: $0.text)) }) { first, _ in first }
    head = [
      dossier.name, dossier.tagline, dossier.category, dossier.licence ?? "", dossier.pricing?.label ?? "",
      dossier.pricing?.entry ?? "",
    ]
    var grams = WordSequence(dossier.tagline).grams(Overlap.length)
    grams.formUnion(WordSequence(dossier.description).grams(Overlap.length))
    for fact in dossier.facts { grams.formUnion(WordSequence(fact.text).grams(Overlap.length)) }
    dossierGrams = grams
  }

  struct Support: Hashable, Sendable {
    /// Terms that nothing holds.
    var missing: [String]
    /// Cited evidence that exists, and whatever else holds a term of the answer, ascending.
    var evidence: [EvidenceID]
  }

  /// Looks every number, name and command of `body` up in the cited evidence.
  ///
  /// A small model's own citations are often beside the point, so they are set right by words: the fact that shares most
  /// with the answer is cited, and a cited one that shares nothing with it is not.
  ///
  /// A term that an uncited fact holds adds that fact to the citations: what an answer says is then found where it
  /// points. What the question itself says (`asked`: its text and lead-in) needs no evidence.
  func support(of body: String, asked: [String], startsSentence: Bool, cited: [Int], quoted: [EvidenceID] = [])
    -> Support
  {
    let known = Set(facts.map(\.id))
    var evidence = citedByWords(body, Set(cited.map { EvidenceID($0) }).intersection(known)).union(quoted)
    let given = TermIndex(head + asked)
    var missing: [String] = []
    for term in SupportTerms(body, startsSentence: startsSentence).terms where !given.holds(term) {
      let holders = facts.filter { $0.index.holds(term) }.map(\.id)
      if let first = holders.first {
        if evidence.isDisjoint(with: holders) { evidence.insert(first) }
      } else if !missing.contains(term.text) {
        missing.append(term.text)
      }
    }
    missing += reversed(in: body, given: (head + asked).map { $0.lowercased() }.joined(separator: "\n"))
    return Support(missing: missing, evidence: evidence.sorted())
  }

  /// Directions that the facts state the other way round: “text-to-image” where they say “image-to-text”.
  private func reversed(in body: String, given: String) -> [String] {
    WordSequence(body).words.filter { word in
      let ends = word.split(separator: "-to-", omittingEmptySubsequences: false)
      return ends.count == 2 && ends[0] != ends[1] && said.contains("\(ends[1])-to-\(ends[0])") && !said.contains(word)
        && !given.contains(word)
    }
  }

  /// Fewest words that a fact and an answer share where the fact is what the answer is about.
  private static let fewestShared = 2

  private func citedByWords(_ body: String, _ cited: Set<EvidenceID>) -> Set<EvidenceID> {
    let own = MoveFacts.stems(of: body)
    let shared = facts.map { (id: $0.id, count: (stems[$0.id] ?? []).intersection(own).count) }
    guard let most = shared.map(\.count).max(), most >= Self.fewestShared else { return cited }
    let kept = shared.filter { $0.count > 0 && cited.contains($0.id) }
    if kept.contains(where: { $0.count == most }) { return Set(kept.map(\.id)) }
    return Set(kept.map(\.id) + shared.filter { $0.count == most }.prefix(1).map(\.id))
  }

  /// Everything that is wrong with an answer.
  ///
  /// - Parameters:
  ///   - asked: the question.
  ///   - others: 6-grams of the answers that were there before it.
  func defects(
    _ answer: AnswerText, support: Support, asked: String = "", others: Set<ArraySlice<String>>
  ) -> [AnswerDefect] {
    let words = WordSequence(answer.body)
    var defects: [AnswerDefect] = []
    if words.words.count < limits.fewestWords { defects.append(.tooShort) }
    if !answer.isWhole { defects.append(.unfinished) }
    if Refusal.occurs(in: answer.body) { defects.append(.refusal) }
    if !support.missing.isEmpty { defects.append(.unsupported(support.missing)) }
    let copied = Overlap.share(of: words, in: dossierGrams)
    if copied > limits.dossierOverlap { defects.append(.copiesDossier(copied)) }
    let repeated = Overlap.share(of: words, in: others)
    if repeated > limits.answerOverlap { defects.append(.repeatsAnswer(repeated)) }
    let echoed = Overlap.share(of: words, in: WordSequence(asked).grams(Overlap.echoLength), length: Overlap.echoLength)
    if echoed > limits.questionOverlap { defects.append(.echoesQuestion(echoed)) }
    let filler = Filler.occurring(in: answer.body, facts: all)
    if !filler.isEmpty { defects.append(.filler(filler)) }
    if Self.repeatsSentence(answer.body) { defects.append(.repeatsItself) }
    let turned = Negation.turned(words, against: support.evidence.compactMap { self.words[$0] })
    if !turned.isEmpty { defects.append(.turnsAround(turned)) }
    return defects
  }

  private static func repeatsSentence(_ text: String) -> Bool {
    let sentences = text.split(whereSeparator: { ".!?;".contains($0) }).map { WordSequence($0) }
      .filter { $0.words.count > 2 }
    return Set(sentences).count < sentences.count
  }
}
