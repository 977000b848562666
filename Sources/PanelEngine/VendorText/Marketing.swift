/// Words that praise without saying anything that could be checked.
enum Marketing {
  /// `text` without such words, and without sentences that call the reader to do something; empty where nothing is left
  /// that says anything about the tool.
  static func removed(from text: String) -> String {
    let sentences = Sentences.split(text).filter { !isCall($0) }
    var found = false
    var words: [Substring] = []
    for word in sentences.joined(separator: " ").split(separator: " ") {
      guard isPraise(word) else {
        words.append(word)
        continue
      }
      found = true
      // A full stop or comma goes to the word before.
      guard let mark = word.last, ".,;:!?".contains(mark) else { continue }
      while let last = words.last, ["and", "or"].contains(last.lowercased()) { words.removeLast() }
      if let last = words.popLast() {
        let bare = last.last.map { ".,;:!?".contains($0) } == true ? last.dropLast() : last
        words.append(bare + String(mark))
      }
    }
    if !found, sentences.joined(separator: " ") == text { return text }
    let rest = tidied(words)
    return saysSomething(rest) ? rest : ""
  }

  /// Whether the text praises.
  static func occurs(in text: String) -> Bool { text.split(separator: " ").contains { isPraise($0) } }

  private static func isPraise(_ word: Substring) -> Bool {
    if word.contains("`") { return false }
    let bare = WordSequence.trimmed(word).lowercased()
    return praise.contains(bare) || bare.split(separator: "-").count > 1 && hyphenated.contains(bare)
  }

  /// “and” and commas that have lost their words.
  private static func tidied(_ words: [Substring]) -> String {
    var kept: [Substring] = []
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : nil
      let isJoint = ["and", "or", "very", "truly", "so", "really", "extremely", "incredibly"].contains(
        word.lowercased())
      let endsHere = next.map { ["and", "or"].contains($0.lowercased()) } ?? true
      if isJoint, kept.isEmpty || endsHere { continue }
      kept.append(word)
    }
    return kept.joined(separator: " ")
  }

  /// Begins with a verb that asks the reader to act.
  private static func isCall(_ sentence: String) -> Bool {
    guard let first = sentence.split(separator: " ").first, !first.contains("`") else { return false }
    return calls.contains(WordSequence.trimmed(first).lowercased())
  }

  private static func saysSomething(_ text: String) -> Bool {
    WordSequence(text).words.filter { $0.count > 2 && !reporting.contains($0) }.count >= 3
  }

  private static let calls: Set<String> = [
    "try", "discover", "experience", "join", "enjoy", "meet", "unlock", "upgrade", "boost", "supercharge", "imagine",
    "unleash", "forget", "stop", "say", "transform", "love", "check", "welcome", "let's",
  ]
  /// What is left of “The README calls it …”.
  private static let reporting: Set<String> = [
    "the", "its", "readme", "page", "home", "calls", "says", "promises", "project", "author", "vendor", "maker",
    "description", "package", "website", "that", "with", "and", "for", "are", "tool", "simply", "ever", "made", "has",
    "every", "respect", "kind", "world", "like", "you", "how", "see", "once", "developers", "states", "claims", "this",
    "all", "name", "itself", "most", "very",
  ]
  private static let hyphenated: Set<String> = [
    "best-in-class", "world-class", "state-of-the-art", "cutting-edge", "next-generation", "rock-solid",
    "battle-tested",
    "award-winning", "easy-to-use", "developer-friendly", "game-changing", "industry-leading", "blazing-fast",
    "lightning-fast", "top-notch", "user-friendly", "production-ready", "enterprise-grade", "first-class",
    "feature-rich", "well-designed", "high-quality", "must-have", "super-fast", "hassle-free", "ground-breaking",
  ]
  private static let praise: Set<String> = [
    "amazing", "astonishing", "astonishingly", "awesome", "beautiful", "beautifully", "beloved", "best", "blazing",
    "blazingly", "breathtaking", "brilliant", "compelling", "delightful", "effortless", "effortlessly", "elegant",
    "elegantly", "excellent", "exceptional", "exceptionally", "exciting", "fabulous", "fantastic", "fastest",
    "finest", "flawless", "flawlessly", "gorgeous", "great", "greatest", "groundbreaking", "ideal", "impressive",
    "incredible", "incredibly", "innovative", "insanely", "intuitive", "leading", "legendary", "lightweight",
    "loved", "magical", "magically", "magnificent", "marvellous", "masterpiece", "modern", "outstanding", "perfect",
    "perfectly", "phenomenal", "pleasant", "popular", "powerful", "premier", "proven", "remarkable", "revolutionary",
    "robust", "seamless", "seamlessly", "sleek", "slick", "smart", "sophisticated", "spectacular", "splendid",
    "stellar", "stunning", "sublime", "superb", "superior", "supercharged", "sweet", "swifty", "terrific", "trusted",
    "ultimate", "unbeatable", "unmatched", "unparalleled", "unrivaled", "unrivalled", "wonderful", "wonderfully",
    "simplest", "easiest", "safest", "smoothest", "smartest", "coolest", "cool", "genius", "ultra", "painless",
    "painlessly", "frictionless", "joyful", "happy",
  ]
}
