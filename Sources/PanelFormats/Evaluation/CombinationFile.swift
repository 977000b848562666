import PanelCore

/// Parameters of the vote for one model, as they were fitted: a row of `evaluation/combinations.yaml`, described by
/// `docs/schemas/combinations.schema.json`.
public struct FittedParameters: Hashable, Sendable, Identifiable {
  /// The model's name as the list of models has it.
  public var id: String
  /// Of the model's file; nil where it was not known.
  public var sha256: String?
  /// What the numbers mean stands at `VoteCombination`.
  public var evidence: Double
  public var vote: Double
  public var quiet: Double
  public var factBound: Double
  public var favourBound: Double
  public var vendorBound: Double
  public var claimsBound: Double
  public var voteBound: Double
  public var bias: Double
  public var personaBias: [String: Double]

  public init(
    id: String, sha256: String?, evidence: Double, vote: Double, quiet: Double, factBound: Double, favourBound: Double,
    vendorBound: Double, claimsBound: Double, voteBound: Double, bias: Double, personaBias: [String: Double]
  ) {
    self.id = id
    self.sha256 = sha256
    self.evidence = evidence
    self.vote = vote
    self.quiet = quiet
    self.factBound = factBound
    self.favourBound = favourBound
    self.vendorBound = vendorBound
    self.claimsBound = claimsBound
    self.voteBound = voteBound
    self.bias = bias
    self.personaBias = personaBias
  }
}

/// Reads and writes `evaluation/combinations.yaml`.
public enum CombinationFile {
  static let keys = [
    "model", "sha256", "evidence", "vote", "quiet", "fact_bound", "favour_bound", "vendor_bound", "claims_bound",
    "vote_bound",
    "bias", "persona_bias",
  ]
  /// The file's name in a folder of an evaluation.
  public static let name = "combinations.yaml"

  /// - Throws: ``FormatErrors`` with everything that is wrong with the file.
  public static func parse(_ source: SourceText) throws(FormatErrors) -> [FittedParameters] {
    let log = ProblemLog(file: source.file)
    let rows = EvaluationRows.read(source, key: "models", of: "a model's parameters", count: 1000, log: log) {
      row($0, path: $1, log: log)
    }
    return try log.result(rows)
  }

  private static func row(_ node: YAMLNode, path: String, log: ProblemLog) -> FittedParameters? {
    guard let reader = FieldReader(node, "a model", path: path, keys: keys, log: log) else { return nil }
    func number(_ key: String, _ range: ClosedRange<Double>) -> Double? {
      let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
      guard let text = reader.text(key, expected, atMost: 40) else { return nil }
      guard let value = Double(text), range.contains(value) else {
        reader.refuse(key, found: quoted(text), expected: expected)
        return nil
      }
      return value
    }
    let factor = 0.0...100.0
    let model = reader.text("model", "a model's name", atMost: 200)
    let values = [
      number("evidence", factor), number("vote", factor), number("quiet", factor), number("fact_bound", factor),
      number("favour_bound", factor),
      number("vendor_bound", factor), number("claims_bound", factor), number("vote_bound", factor),
      number("bias", -100...100),
    ].compactMap { $0 }
    var biases: [String: Double] = [:]
    if let node = reader.node("persona_bias"), case .mapping(let pairs) = node.content {
      for pair in pairs {
        guard let id = PersonaID(pair.key), case .text(let text) = pair.value.content, let value = Double(text),
          value.isFinite
        else {
          log.add(
            .invalidValue, at: pair.place, "\(path).persona_bias.\(pair.key)", found: pair.value.kind,
            expected: "a number for a persona's id")
          continue
        }
        biases[id.rawValue] = value
      }
    }
    guard let model, values.count == 9 else { return nil }
    return FittedParameters(
      id: model, sha256: reader.optionalText("sha256", "64 hexadecimal digits", atMost: 64), evidence: values[0],
      vote: values[1], quiet: values[2], factBound: values[3], favourBound: values[4], vendorBound: values[5],
      claimsBound: values[6], voteBound: values[7], bias: values[8], personaBias: biases)
  }

  /// The file's text, models by name.
  public static func text(_ rows: [FittedParameters]) -> String {
    func number(_ value: Double) -> String {
      let rounded = (value * 10000).rounded() / 10000
      return rounded == 0 ? "0" : "\(rounded)"
    }
    return
      "# How weights and vote become P(ship), for each model; written by `panel eval --fit`, see docs/method.md.\nmodels:\n"
      + rows.sorted { $0.id < $1.id }.map { row in
        let biases = row.personaBias.sorted { $0.key < $1.key }.map { "\($0.key): \(number($0.value))" }
        return """
            - model: \(row.id)
          \(row.sha256.map { "    sha256: \($0)\n" } ?? "")    evidence: \(number(row.evidence))
              vote: \(number(row.vote))
              quiet: \(number(row.quiet))
              fact_bound: \(number(row.factBound))
              favour_bound: \(number(row.favourBound))
              vendor_bound: \(number(row.vendorBound))
              claims_bound: \(number(row.claimsBound))
              vote_bound: \(number(row.voteBound))
              bias: \(number(row.bias))
              persona_bias: {\(biases.joined(separator: ", "))}

          """
      }.joined()
  }
}
