/// What one look at the machine found.
struct DoctorCheck: Sendable {
  enum State: String, Sendable {
    case works = "ok"
    /// Works, with less than there could be.
    case limited = "note"
    case fails = "FAIL"
  }

  var state: State
  /// What was looked at.
  var subject: String
  var finding: String
  /// What to do; empty where nothing is to be done.
  var remedy: String

  init(_ state: State, _ subject: String, _ finding: String, remedy: String = "") {
    self.state = state
    self.subject = subject
    self.finding = finding
    self.remedy = remedy
  }

  /// `ok    model      qwen2.5-coder-1.5b-instruct, verified`
  var text: String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    let line = padded(state.rawValue, 6) + padded(subject, 13) + finding + "\n"
    return remedy.isEmpty ? line : line + String(repeating: " ", count: 19) + "→ \(remedy)\n"
  }
}
