/// Checks a template's tags against what the template is given, and finds where its stages begin.
struct TemplateCheck {
  let name: PromptName
  let file: String
  let stages: [TemplateScope]

  init(_ name: PromptName, file: String) {
    self.name = name
    self.file = file
    stages = TemplateScope.stages(of: name)
  }

  /// What `name()` may be inside a list.
  private static let listTransforms: Set<String> = ["first()", "last()", "index()", "even()", "odd()"]

  /// Lines, from 1, before which the stages after the first begin, ascending; a stage that the template does not use
  /// begins with the one after it.
  ///
  /// - Throws: ``PromptError`` for the first tag that names something unknown.
  func stageLines(of text: String) throws(PromptError) -> [Int] {
    var open: [(tag: TemplateTag, scope: TemplateScope)] = []
    var lines = [Int?](repeating: nil, count: stages.count)
    for tag in TemplateTag.scan(text) {
      switch tag.kind {
      case .comment: break
      case .other: throw error(.unsupportedTag, tag, expected: "a variable or a section")
      case .end: if !open.isEmpty { open.removeLast() }
      case .variable, .section, .inverted:
        let (stage, scope) = try resolve(tag, inside: open.map(\.scope))
        if let stage {
          let line = open.first?.tag.line ?? tag.line
          lines[stage] = min(lines[stage] ?? line, line)
        }
        if tag.kind != .variable { open.append((tag, scope)) }
      }
    }
    // A stage cannot begin before one that is less shared has begun: the earliest later stage decides.
    var later = Int.max
    var starts: [Int] = []
    for line in lines.dropFirst().reversed() {
      later = min(later, line ?? Int.max)
      starts.append(later)
    }
    return starts.reversed().filter { $0 != Int.max }
  }

  /// The stage in which the tag's name is known (nil where it belongs to an open section), and what is known inside.
  private func resolve(
    _ tag: TemplateTag, inside scopes: [TemplateScope]
  ) throws(PromptError) -> (stage: Int?, scope: TemplateScope) {
    if Self.listTransforms.contains(tag.name), !scopes.isEmpty { return (nil, .flag) }
    for scope in scopes.reversed() {
      if let found = Self.find(tag, in: scope) { return (nil, found) }
    }
    for (index, scope) in stages.enumerated() {
      if let found = Self.find(tag, in: scope) { return (index, found) }
    }
    let known = (scopes + stages).reduce(into: Set<String>()) { $0.formUnion($1.names) }.sorted()
    let expected = known.isEmpty ? "no variable here" : "one of \(known.joined(separator: ", "))"
    let isKnownElsewhere = PromptName.allCases.contains {
      TemplateScope.stages(of: $0).contains { $0.names.contains(tag.name) }
    }
    if isKnownElsewhere, [.rules, .dossier, .persona].contains(name) {
      throw error(
        .prefixOrder, tag, expected: expected + ", because this text is shared by requests that differ in the rest")
    }
    throw error(.unknownVariable, tag, expected: expected)
  }

  private static func find(_ tag: TemplateTag, in scope: TemplateScope) -> TemplateScope? {
    if tag.kind != .variable, let inner = scope.sections[tag.name] { return inner }
    if tag.kind == .variable || tag.source.contains("("), scope.variables.contains(tag.name) { return .flag }
    // A section over a text shows its content where the text is not empty.
    if tag.kind != .variable, scope.variables.contains(tag.name) { return .flag }
    // A list cannot be printed whole, but something can be asked of it: `count(facts)`.
    if tag.source.contains("("), scope.sections[tag.name] != nil { return .flag }
    return nil
  }

  private func error(_ code: PromptError.Code, _ tag: TemplateTag, expected: String) -> PromptError {
    PromptError(code, file: file, line: tag.line, found: "`\(tag.source)`", expected: expected)
  }
}
