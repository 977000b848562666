/// Why the desk refuses: what, where, and what to do about it.
public struct DeskError: Error, Hashable, Sendable, CustomStringConvertible {
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    /// The account lacks the right.
    public static let notAllowed = Code(rawValue: "not_allowed")
    /// The table has no such transition.
    public static let noSuchTransition = Code(rawValue: "no_such_transition")
    /// Somebody else's claim still holds.
    public static let claimed = Code(rawValue: "claimed")
    /// The content is not the one that was read.
    public static let contentChanged = Code(rawValue: "content_changed")
    /// Nobody approves their own edit.
    public static let ownEdit = Code(rawValue: "own_edit")
    /// A reason, a note or a time is missing or wrong.
    public static let badInput = Code(rawValue: "bad_input")
    /// What is to happen later was given a time that is over: clocks may differ, too.
    public static let notInFuture = Code(rawValue: "not_in_future")
    /// A text is longer than the desk takes.
    public static let tooLong = Code(rawValue: "too_long")
    /// Nothing of this account's to undo, or its time is over.
    public static let nothingToUndo = Code(rawValue: "nothing_to_undo")
    /// There is no such item, version, account or field.
    public static let notFound = Code(rawValue: "not_found")
    /// There is already one of that name.
    public static let nameTaken = Code(rawValue: "name_taken")
    /// Name or password is wrong, or the account is closed.
    public static let unauthorized = Code(rawValue: "unauthorized")
    /// Too many tries; the message says when to try again.
    public static let tooManyTries = Code(rawValue: "too_many_tries")
    /// What the store holds cannot be read.
    public static let damaged = Code(rawValue: "damaged")
  }

  public var code: Code
  /// What happened and where, one sentence for a person.
  public var message: String
  /// What the person can do; empty where nothing is to be done.
  public var remedy: String

  public init(_ code: Code, _ message: String, remedy: String = "") {
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  public var description: String { remedy.isEmpty ? message : "\(message) \(remedy)" }
}
