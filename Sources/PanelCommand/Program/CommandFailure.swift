/// Why a command ends without its result: what and where, what to do, and the exit status that says so to a script.
struct CommandFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// See the table in docs/configuration.md.
  enum Status: Int32, Sendable {
    case failed = 1
    case noQuorum = 3
    case usage = 64
  }

  var status: Status
  var message: String
  /// What the person can do; empty where nothing is to be done.
  var remedy: String

  init(_ message: String, remedy: String = "", status: Status = .failed) {
    self.message = message
    self.remedy = remedy
    self.status = status
  }

  var description: String { remedy.isEmpty ? message : "\(message)\n\(remedy)" }
}
