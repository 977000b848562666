/// Why the store cannot do something: what, where, and what to do about it.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    /// There is no database at the path, and none was to be made.
    public static let missing = Code(rawValue: "missing")
    /// The folder of the database is not there and cannot be made.
    public static let missingFolder = Code(rawValue: "missing_folder")
    /// The path cannot be opened: a folder, no permission.
    public static let cannotOpen = Code(rawValue: "cannot_open")
    /// The file, its folder or its disk can only be read.
    public static let readOnly = Code(rawValue: "read_only")
    /// The file is no SQLite database, or not one of this program.
    public static let notADatabase = Code(rawValue: "not_a_database")
    /// The database is damaged.
    public static let damaged = Code(rawValue: "damaged")
    /// The database was written by a later version of the program.
    public static let newerSchema = Code(rawValue: "newer_schema")
    /// The database has to be brought up to date first, and was opened for reading only.
    public static let olderSchema = Code(rawValue: "older_schema")
    /// Others wrote for longer than one was willing to wait.
    public static let busy = Code(rawValue: "busy")
    /// The disk, or the database's allowed size, is full.
    public static let full = Code(rawValue: "full")
    /// The disk failed to read or write.
    public static let inputOutput = Code(rawValue: "input_output")
    /// A rule of the schema would be broken: the same key twice, a row that refers to nothing.
    public static let constraint = Code(rawValue: "constraint")
    /// A row does not hold what the schema promises.
    public static let unexpectedRow = Code(rawValue: "unexpected_row")
    /// The SQLite library lacks something that the store needs.
    public static let unsuitableLibrary = Code(rawValue: "unsuitable_library")
    /// What was asked for is not in the store.
    public static let notFound = Code(rawValue: "not_found")
    /// What was asked cannot be done in the state that things are in.
    public static let wrongState = Code(rawValue: "wrong_state")
    /// A job was taken from its holder, who came too late or let it go.
    public static let staleLease = Code(rawValue: "stale_lease")
    /// A statement failed in another way.
    public static let failed = Code(rawValue: "failed")
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

  static let checkRemedy = "panel store check    says what is damaged"
  static let reportRemedy = "This is a fault of the program: please report it."
}
