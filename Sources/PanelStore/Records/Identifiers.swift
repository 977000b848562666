public import PanelCore

/// One execution: a review, a batch, a replay.
public struct RunID: RawRepresentable, Hashable, Sendable, CustomStringConvertible, SQLConvertible {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ rawValue: String) { self.rawValue = rawValue }
  public var description: String { rawValue }
}

/// A version of a tool's verdict: `caddy@3`.
public struct VerdictID: Hashable, Sendable, CustomStringConvertible {
  public var tool: ToolSlug
  /// From 1.
  public var version: Int

  public init(tool: ToolSlug, version: Int) {
    self.tool = tool
    self.version = version
  }

  /// Reads `caddy@3`; nil where it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let tool = ToolSlug(String(parts[0])), let version = Int(parts[1]), version > 0 else {
      return nil
    }
    self.init(tool: tool, version: version)
  }

  public var description: String { "\(tool)@\(version)" }
}
