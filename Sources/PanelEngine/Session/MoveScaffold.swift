import Inference
import PanelCore

/// The fixed text around a move's answer, and the fields that ask for the rest.
struct MoveScaffold: Sendable {
  static let textField = "text"
  static let evidenceField = "evidence"
  /// Fewest words left to the model, however long the lead-in.
  static let fewestWords = 12

  let move: Move
  /// With the tool's name filled in.
  let leadIn: String

  init(_ move: Move, name: String) {
    self.move = move
    leadIn = SessionPrompts.filled(move.leadIn, name)
  }

  /// What follows the lead-in once the closed question is answered; the reason comes after it.
  func continuation(answered label: String) -> String {
    ResponseField.separator(after: leadIn) + label + Self.because
  }

  /// The whole opening of a closed question's text.
  func leadIn(answered label: String) -> String { leadIn + continuation(answered: label) }

  private static let because = ", because"

  func fields(evidence: [Int], atMost: Int) -> [ResponseField] {
    var fields: [ResponseField] = []
    if let choices = move.choices {
      fields.append(ResponseField(id: LabelPair.field, leadIn: leadIn, kind: .choice(choices)))
      fields.append(ResponseField(id: Self.textField, leadIn: Self.because, kind: .text(limit)))
    } else {
      fields.append(ResponseField(id: Self.textField, leadIn: leadIn, kind: .text(limit)))
    }
    fields.append(
      ResponseField(
        id: Self.evidenceField, leadIn: "\nEvidence:", kind: .evidence(allowed: evidence, atMost: atMost)))
    return fields
  }

  /// Words of the answer less those of the lead-in; half of them are enough to end at a sentence.
  var limit: TextLimit {
    let left = max(Self.fewestWords, move.words - leadIn.split(whereSeparator: \.isWhitespace).count)
    return TextLimit(enoughWords: max(6, left / 2), maxWords: left)
  }
}
