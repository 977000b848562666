/// Collects findings about one file, and knows where its keys stand.
struct LintLog {
  let file: String
  private let places: [String: YAMLNode.Place]
  private(set) var findings: [LintFinding] = []

  /// - Parameter source: the file's text, for the places of its keys; nil where there is none.
  init(file: String, source: SourceText?) {
    self.file = file
    var places: [String: YAMLNode.Place] = [:]
    if let source, let root = YAMLDocument.compose(source, log: ProblemLog(file: file)) {
      Self.collect(root, "", into: &places)
    }
    self.places = places
  }

  mutating func warn(_ keyPath: String, _ message: String, remedy: String = "") {
    add(.warning, keyPath, message, remedy)
  }

  mutating func fail(_ keyPath: String, _ message: String, remedy: String = "") {
    add(.error, keyPath, message, remedy)
  }

  private mutating func add(_ severity: LintFinding.Severity, _ keyPath: String, _ message: String, _ remedy: String) {
    let place = places[keyPath]
    findings.append(
      LintFinding(
        severity, file: file, line: place?.line, column: place?.column, keyPath: keyPath, message: message,
        remedy: remedy))
  }

  private static func collect(_ node: YAMLNode, _ path: String, into places: inout [String: YAMLNode.Place]) {
    places[path] = node.place
    switch node.content {
    case .null, .text: break
    case .list(let nodes):
      for (i, node) in nodes.enumerated() { collect(node, "\(path)[\(i + 1)]", into: &places) }
    case .mapping(let pairs):
      for pair in pairs { collect(pair.value, path.isEmpty ? pair.key : "\(path).\(pair.key)", into: &places) }
    }
  }
}
