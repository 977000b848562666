import Inference
import PanelCore

/// The fields that ask a model for what the persona's author did not write.
extension PreparedMove {
  static let textField = "text"
  static let evidenceField = "evidence"
  /// Fewest words left to the model, however long the lead-in.
  static let fewestWords = 12
  /// Words left to the model after a quoted fact, where the move leaves it no more.
  static let mostQuoted = 20
  /// Words with which the model ends a sentence that was begun for it.
  static let mostInClause = 20
  /// Words after a quoted fact that are an answer.
  static let fewestQuoted = 3

  /// The closed question alone.
  var choiceFields: [ResponseField] {
    [ResponseField(id: LabelPair.field, leadIn: leadInToChoice, kind: .choice(move.choices ?? []))]
  }

  /// The text, and the facts that it rests on where it does not quote one.
  ///
  /// - Parameter atMost: most facts that may be cited.
  func fields(atMost: Int) -> [ResponseField] {
    var fields = [ResponseField(id: Self.textField, leadIn: opening, kind: .text(limit))]
    if quoted != nil { return fields }
    fields.append(
      ResponseField(
        id: Self.evidenceField, leadIn: "\nEvidence:",
        kind: .evidence(allowed: facts.map(\.rawValue), atMost: atMost)))
    return fields
  }

  /// Words of the answer less those of the lead-in; half of them are enough to end at a sentence.
  var limit: TextLimit {
    if closing != nil { return TextLimit(enoughWords: 1, maxWords: Self.mostInClause) }
    let left = max(
      quoted == nil ? Self.fewestWords : Self.mostQuoted,
      move.words - opening.split(whereSeparator: \.isWhitespace).count)
    // After a quoted fact one short sentence is the whole answer; a second one strays.
    let enough = quoted == nil ? max(6, left / 2) : Self.fewestQuoted
    return TextLimit(enoughWords: enough, maxWords: left)
  }
}
