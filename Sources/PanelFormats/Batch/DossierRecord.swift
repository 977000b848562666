public import PanelCore

/// One dossier of a file that holds many, or what is wrong with it. A broken record ends nothing: the next one follows.
public struct DossierRecord: Sendable {
  /// The file as the user named it.
  public var file: String
  /// The line on which the record begins, from 1; nil where the file holds no other record.
  public var line: Int?
  public var content: Result<Dossier, FormatErrors>

  public init(file: String, line: Int?, content: Result<Dossier, FormatErrors>) {
    self.file = file
    self.line = line
    self.content = content
  }

  /// `tools.jsonl:48213`.
  public var location: String { line.map { "\(file):\($0)" } ?? file }
}

/// Reads dossiers one after the other, however many there are: at no time is more than one of them in memory.
public protocol DossierSource {
  /// The next record; nil at the end.
  ///
  /// - Throws: ``FormatErrors`` where the source as a whole cannot be read any further.
  mutating func next() throws(FormatErrors) -> DossierRecord?

  /// What the user should know of the source and that breaks nothing, such as columns that are not used.
  var notes: [String] { get }
}
