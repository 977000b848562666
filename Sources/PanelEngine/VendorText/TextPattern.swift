/// A pattern compiled once. `Regex` is a value that nothing changes after it was made, but is not declared `Sendable`.
struct TextPattern: @unchecked Sendable {
  let source: String
  let regex: Regex<AnyRegexOutput>
  /// Whether the source did not compile; a test says that there is none.
  let isBroken: Bool

  init(_ source: String, ignoresCase: Bool = true) {
    self.source = source
    let compiled = try? Regex(source)
    isBroken = compiled == nil
    regex = (compiled ?? Regex(/(?!)/)).ignoresCase(ignoresCase)
  }

  func occurs(in text: String) -> Bool { text.firstMatch(of: regex) != nil }
}
