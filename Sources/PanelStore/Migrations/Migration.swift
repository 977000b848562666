/// One step of the schema. Once released it is never changed: what is to be different is a further step.
///
/// Numbers tell steps apart and order them. Each room of the store has its hundred, so that two people never take the same
/// number: 100 reviews and verdicts, 200 jobs, 300 desk, 400 readers' votes.
public struct Migration: Sendable {
  public var number: Int
  /// What it brings, in a few words.
  public var name: String
  /// The statements, for an engine.
  public var statements: @Sendable (SQLDialect) -> [String]

  public init(_ number: Int, _ name: String, _ statements: @escaping @Sendable (SQLDialect) -> [String]) {
    self.number = number
    self.name = name
    self.statements = statements
  }

  /// All, in the order in which they are applied.
  public static let all: [Migration] = [reviews, jobs, desk]
}
