/// Why a model could not be fetched, added, found or verified.
public struct ModelStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    /// No model has this name.
    public static let unknownModel = Code(rawValue: "unknown_model")
    /// The model is known, but its file is not in the store.
    public static let notInstalled = Code(rawValue: "not_installed")
    /// The store holds another file under this name.
    public static let nameTaken = Code(rawValue: "name_taken")
    /// Another process fetches the model at this moment.
    public static let busy = Code(rawValue: "busy")
    /// The disk is too small.
    public static let noSpace = Code(rawValue: "no_space")
    /// The bytes are not those that they should be.
    public static let wrongHash = Code(rawValue: "wrong_hash")
    /// No source gave the model; the message says what each of them did.
    public static let sourcesFailed = Code(rawValue: "sources_failed")
    /// The file is a model that panel cannot run.
    public static let notRunnable = Code(rawValue: "not_runnable")
    /// The file system refused.
    public static let fileSystem = Code(rawValue: "file_system")
    /// The Python package index, or the program that asks it, failed.
    public static let packageIndex = Code(rawValue: "package_index")
  }

  public var code: Code
  /// What happened and where.
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
