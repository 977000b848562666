import Inference
import PanelCore

/// The fixed text around a move's answer, and the fields that ask for the rest.
struct MoveScaffold: Sendable {
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

  let prepared: PreparedMove
  let leadIn: String
  /// Where the closed question is answered.
  private let leadInToChoice: String
  /// What follows the lead-in where the persona's author wrote it.
  let written: String?
  /// What follows the sentence that the model ends.
  let closing: String?
  /// What takes the place of a model's answer that does not hold: the lead-in as a sentence of its own, and another.
  let spare: (leadIn: String, text: String)?

  init(_ prepared: PreparedMove) {
    self.prepared = prepared
    leadIn = prepared.opening
    written = prepared.written
    closing = prepared.closing
    let quote = prepared.move.leadIn
    let isClosed = quote.last.map { ".!?".contains($0) } ?? false
    spare = prepared.spare.map { (isClosed || prepared.hint != nil ? quote : quote + ".", $0) }
    leadInToChoice = prepared.leadInToChoice
  }

  /// The closed question alone.
  func choice(_ labels: [String]) -> [ResponseField] {
    [ResponseField(id: LabelPair.field, leadIn: leadInToChoice, kind: .choice(labels))]
  }

  /// The text, and the facts that it rests on where it does not quote one.
  func fields(evidence: [Int], atMost: Int) -> [ResponseField] {
    var fields = [ResponseField(id: Self.textField, leadIn: leadIn, kind: .text(limit))]
    if prepared.quoted != nil { return fields }
    fields.append(
      ResponseField(
        id: Self.evidenceField, leadIn: "\nEvidence:", kind: .evidence(allowed: evidence, atMost: atMost)))
    return fields
  }

  /// Words of the answer less those of the lead-in; half of them are enough to end at a sentence.
  var limit: TextLimit {
    if closing != nil { return TextLimit(enoughWords: 1, maxWords: Self.mostInClause) }
    let left = max(
      prepared.quoted == nil ? Self.fewestWords : Self.mostQuoted,
      prepared.move.words - leadIn.split(whereSeparator: \.isWhitespace).count)
    // After a quoted fact one short sentence is the whole answer; a second one strays.
    let enough = prepared.quoted == nil ? max(6, left / 2) : Self.fewestQuoted
    return TextLimit(enoughWords: enough, maxWords: left)
  }
}
