public import Inference
public import PanelFormats

/// The parameters that were fitted, by model.
public struct FittedCombinations: Sendable {
  public var rows: [FittedParameters]

  public init(_ rows: [FittedParameters]) { self.rows = rows }

  /// Those that the program carries.
  public static let builtin: FittedCombinations = {
    let library = try? EvaluationLibrary()
    return FittedCombinations((try? library?.combinations()) ?? [])
  }()

  /// As the file of parameters has them.
  var text: String { CombinationFile.text(rows) }

  /// The parameters for a backend's model: by the hash of its file, else by its name; the defaults where there are none.
  public func combination(for identity: BackendIdentity) -> VoteCombination {
    let name = Self.folded(identity.model)
    let row =
      rows.first { $0.sha256 != nil && $0.sha256 == identity.modelSHA256 } ?? rows.first { Self.folded($0.id) == name }
    return row.map { VoteCombination($0) } ?? VoteCombination()
  }

  /// Servers name a model after its file.
  private static func folded(_ model: String) -> String {
    let name = (model.split(separator: "/").last.map(String.init) ?? model).lowercased()
    return name.hasSuffix(".gguf") ? String(name.dropLast(5)) : name
  }
}

extension VoteCombination {
  public init(_ row: FittedParameters) {
    self.init(
      evidence: row.evidence, vote: row.vote, bias: row.bias, personaBias: row.personaBias, quiet: row.quiet,
      factBound: row.factBound,
      favourBound: row.favourBound, vendorBound: row.vendorBound, claimsBound: row.claimsBound,
      voteBound: row.voteBound)
  }

  /// As a row of the file of parameters.
  public func parameters(model: String, sha256: String?) -> FittedParameters {
    FittedParameters(
      id: model, sha256: sha256, evidence: evidence, vote: vote, quiet: quiet, factBound: factBound,
      favourBound: favourBound,
      vendorBound: vendorBound, claimsBound: claimsBound, voteBound: voteBound, bias: bias, personaBias: personaBias)
  }
}
