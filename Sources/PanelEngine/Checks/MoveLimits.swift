/// Above what an answer is generated again.
public struct MoveLimits: Hashable, Sendable, Codable {
  /// Highest share of an answer's 6-grams that may stand in the dossier.
  public var dossierOverlap: Double
  /// Highest share of an answer's 6-grams that may stand in other answers of the session.
  public var answerOverlap: Double
  /// Highest share of an answer's 4-grams that may stand in its question.
  public var questionOverlap: Double
  /// Fewest words that answer a question.
  public var fewestWords: Int

  public init(
    dossierOverlap: Double = 0.35, answerOverlap: Double = 0.15, questionOverlap: Double = 0.1, fewestWords: Int = 4
  ) {
    self.dossierOverlap = dossierOverlap
    self.answerOverlap = answerOverlap
    self.questionOverlap = questionOverlap
    self.fewestWords = fewestWords
  }
}
