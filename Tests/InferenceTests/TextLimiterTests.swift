import Inference
import Testing

@Suite("Where a free text ends")
struct TextLimiterTests {
  let limit = TextLimit(enoughWords: 4, maxWords: 10)

  /// Feeds `output` in pieces of `size` scalars; the text, how it finished, and whether the limiter or the model ended.
  private func run(_ output: String, _ limit: TextLimit, size: Int = 3) -> (text: GeneratedText?, streamed: String) {
    var limiter = TextLimiter(limit)
    var streamed = ""
    let scalars = Array(output.unicodeScalars)
    for start in stride(from: 0, to: scalars.count, by: size) {
      var piece = ""
      piece.unicodeScalars.append(contentsOf: scalars[start..<min(start + size, scalars.count)])
      switch limiter.feed(piece) {
      case .more(let delta): streamed += delta
      case .done(let delta, let text): return (text, streamed + delta)
      case .empty: return (nil, streamed)
      }
    }
    return (limiter.end(), streamed)
  }

  @Test("A sentence that ends after enough words ends the text", arguments: [1, 2, 3, 7, 100])
  func sentence(size: Int) {
    let (text, streamed) = run(" It builds in seconds. Then it waits.", limit, size: size)
    #expect(text == GeneratedText(text: " It builds in seconds.", finish: .sentence))
    #expect(streamed == text?.text)
  }

  @Test("A sentence that ends before enough words does not")
  func shortSentence() {
    #expect(run(" It works. Nobody knows why. More", limit).text?.text == " It works. Nobody knows why.")
  }

  @Test("The deltas add up to the text, however the output is cut into pieces", arguments: 1...12)
  func deltas(size: Int) {
    let output = "\n\n  The  tool\tcosts $1.20 (e.g. per seat), says “v1.2”. Also … more 🙂 words\nand so on"
    let (text, streamed) = run(output, TextLimit(enoughWords: 6, maxWords: 40), size: size)
    #expect(text == GeneratedText(text: " The tool costs $1.20 (e.g. per seat), says “v1.2”.", finish: .sentence))
    #expect(streamed == text?.text)
  }

  @Test(
    "Abbreviations, versions, decimal points and names with points end no sentence",
    arguments: [
      " It runs well on Node.js today", " It costs about 1.5 dollars a month", " It needs Swift 6.2 or newer",
      " Use good editors, e.g. Vim or Emacs", " Use good editors (i.e. Vim) or not", " It is fast vs. the old way",
      " A set of tools etc. for all", " 1. It builds in one step", " It was first seen in no. 5 there",
      " The rest of it ... is fine", " It is made by Acme Inc. and others", " Sold in the U.S. and in Europe",
      " Read what they say in fig. 3 there", " As said by et al. Knuth there", " It is made in .NET today",
    ])
  func noSentenceEnd(output: String) {
    let (text, _) = run(output, TextLimit(enoughWords: 1, maxWords: 40))
    #expect(text == GeneratedText(text: output, finish: .endOfText))
  }

  @Test(
    "Abbreviations at the end of a sentence end it when a capital letter follows",
    arguments: [
      (" It has tags etc. The rest", " It has tags etc."), (" Made by Acme Inc. It is", " Made by Acme Inc."),
      (" The answer is no. It is", " The answer is no."), (" Sold in the U.S. Nobody", " Sold in the U.S."),
      (" Is it really fast? yes", " Is it really fast?"), (" He said “it is done.” Then", " He said “it is done.”"),
      (" (It is so very fast.) Then", " (It is so very fast.)"),
      (" It is *so very fast.* Then", " It is *so very fast.*"),
      (" It costs them $20. Then", " It costs them $20."), (" It is written in C. Then", " It is written in C."),
      (" It is at version 1.2. Then", " It is at version 1.2."),
    ])
  func sentenceEnd(output: String, expected: String) {
    #expect(run(output, limit).text == GeneratedText(text: expected, finish: .sentence))
  }

  @Test("A line break ends the text", arguments: ["\n", "\r\n", "\r", "\u{2028}", "\u{85}"])
  func lineBreak(mark: String) {
    let (text, _) = run(" Two words\(mark)and more", limit)
    #expect(text == GeneratedText(text: " Two words", finish: .endOfText))
  }

  @Test("Line breaks and spaces before the first word become one space, or nothing where there are none")
  func leading() {
    #expect(run(" \n\r\n\t Two words\n", limit).text?.text == " Two words")
    #expect(run(", or so\n", limit).text?.text == ", or so")
  }

  @Test("After the most words the text is cut off")
  func wordLimit() {
    let (text, streamed) = run(" one two three four five six seven eight nine ten eleven", limit)
    #expect(text == GeneratedText(text: " one two three four five six seven eight nine ten", finish: .wordLimit))
    #expect(streamed == text?.text)
  }

  @Test("A sentence that ends exactly at the most words is whole")
  func sentenceAtLimit() {
    #expect(run(" a b c. d", TextLimit(enoughWords: 3, maxWords: 3)).text?.finish == .sentence)
    #expect(run(" a b etc. d", TextLimit(enoughWords: 3, maxWords: 3)).text?.finish == .wordLimit)
    #expect(run(" a b etc. D", TextLimit(enoughWords: 3, maxWords: 3)).text?.finish == .sentence)
  }

  @Test("A dash between spaces is no word")
  func dashes() {
    #expect(run(" a – b – c – d", TextLimit(enoughWords: 3, maxWords: 3)).text?.text == " a – b – c")
  }

  @Test("Chinese and Japanese sentences end without a space and count by the character")
  func withoutSpaces() {
    let (text, _) = run("これは速い。そして安い。", TextLimit(enoughWords: 4, maxWords: 30), size: 1)
    #expect(text == GeneratedText(text: "これは速い。", finish: .sentence))
    #expect(run("一二三四五六", TextLimit(enoughWords: 2, maxWords: 4)).text?.text == "一二三四")
  }

  @Test("Endless white space without a word is empty; after a word it ends the text")
  func whiteSpace() {
    var limiter = TextLimiter(limit)
    var last = TextLimiter.Step.more(delta: "")
    for _ in 0...TextLimiter.longestWhiteSpace { last = limiter.feed(" ") }
    #expect(last == .empty)
    #expect(limiter.end() == nil)
    let (text, _) = run(" word" + String(repeating: " ", count: 200) + "x", limit)
    #expect(text == GeneratedText(text: " word", finish: .endOfText))
  }

  @Test("No output at all is no text")
  func nothing() {
    var limiter = TextLimiter(limit)
    #expect(limiter.end() == nil)
    #expect(run("\n \n", limit).text == nil)
  }

  @Test("When the tokens run out the text is cut off, unless a sentence is just complete")
  func cutOff() {
    var limiter = TextLimiter(limit)
    _ = limiter.feed(" It never comes to an")
    #expect(limiter.cutOff() == GeneratedText(text: " It never comes to an", finish: .wordLimit))
    limiter = TextLimiter(limit)
    _ = limiter.feed(" It comes to an end.")
    #expect(limiter.cutOff()?.finish == .sentence)
    #expect(limiter.feed(" more") == .more(delta: ""))
  }
}
