import Foundation
import PanelCore

/// What is known of one seat so far.
struct SeatState: Sendable {
  var failure: String?
  var abstains = false
  /// The review where it was there before the session.
  var ready: ReadySeat?
  /// What later seats are measured by. Its answers are not the final ones, since all that must be written again are
  /// written at once.
  var trace = SeatTrace()
  /// What the model gave each statement, and the vote; nil before the weighing.
  var scores: SeatScores?
  /// Bounded log-odds of each judged fact, in the dossier's order.
  var weights: [Driver] = []
  /// How each slot's move is put. The lists below go by slots too; see ``MoveSlot``.
  var prepared: [PreparedMove] = []
  /// What was generated for each move: `[move][sample]`.
  var drafts: [[MoveDraft]] = []
  /// Why a move has fewer drafts than it should: the last failure.
  var moveFailures: [Int: String] = [:]
  /// The draft that was kept for each move.
  var chosen: [MoveDraft?] = []
  /// Where the evidence alone leans.
  var leaning: Vote { weights.reduce(0) { $0 + $1.weight } < 0 ? .skip : .ship }

  /// Whether the seat still takes part.
  var isActive: Bool { failure == nil && !abstains && ready == nil }
}

/// One generated answer and its check.
struct MoveDraft: Sendable {
  /// Everything before the generated text: lead-in, and for a closed question its answer.
  var leadIn: String
  var answer: AnswerText
  /// What the persona's author says after it; nil where that is all.
  var closing: String?
  var support: MoveCheck.Support
  var defects: [AnswerDefect]
  /// The model's own log-odds that the text is true, going by its facts; nil where it was not asked.
  var truth: Double?
  /// Who wrote what follows the lead-in.
  var wording = MoveAnswer.Wording.model

  /// What a persona's author wrote.
  static func written(_ body: String, after leadIn: String, _ prepared: PreparedMove) -> MoveDraft {
    MoveDraft(
      leadIn: leadIn, answer: AnswerText(body: body, isWhole: true),
      // An answer that quotes nothing, such as “no fact carries a date”, rests on none of them.
      support: MoveCheck.Support(missing: [], evidence: prepared.restsOnFact ? prepared.facts : []), defects: [],
      wording: .persona)
  }

  var text: String {
    let text = AnswerText.joined(leadIn, answer.body)
    return closing.map { text + " " + $0 } ?? text
  }
  var grams: Set<ArraySlice<String>> { WordSequence(answer.body).grams(Overlap.length) }
  var severity: Double { defects.reduce(0) { $0 + $1.severity } }

  /// Smaller is better. The model's answer only breaks ties between drafts of one move: of 42 statements made up for the
  /// purpose it told true from false with an AUC of 0.88, of 108 moves it told good from bad with 0.62.
  var badness: Double { severity - 2 * tanh(truth ?? 0) }

  func answer(to move: Move) -> MoveAnswer {
    MoveAnswer(
      id: move.id, text: text, evidence: support.evidence, isSupported: support.missing.isEmpty, wording: wording)
  }
}
