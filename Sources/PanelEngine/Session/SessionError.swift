/// Why a session cannot begin.
public struct SessionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure; open for later kinds.
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    public static let noTools = Code(rawValue: "no_tools")
    public static let sameToolTwice = Code(rawValue: "same_tool_twice")
    public static let noPersonas = Code(rawValue: "no_personas")
    public static let badPersona = Code(rawValue: "bad_persona")
  }

  public var code: Code
  public var message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
