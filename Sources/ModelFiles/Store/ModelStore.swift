public import Foundation

/// The folder that holds model files, one `NAME.gguf` each.
public struct ModelStore: Sendable {
  /// A model whose file is in the store.
  public struct Entry: Hashable, Sendable, Identifiable {
    public var name: String
    public var file: URL
    public var size: Int64
    /// As it was found when the file was last hashed; nil where the file was not hashed since it changed.
    public var sha256: String?
    /// The catalogue's entry of this name.
    public var known: KnownModel?

    public var id: String { name }
    /// Whether the file is known to be the catalogue's.
    public var isVerified: Bool { known != nil && sha256 == known?.sha256 }
  }

  public var folder: URL
  /// The Python interpreter that asks the package index.
  public var python: String

  public init(folder: URL, python: String = "python3") {
    self.folder = folder
    self.python = python
  }

  /// Where the file of `model` belongs, whether it is there or not.
  public func path(of model: KnownModel) -> URL { folder.appending(path: model.fileName) }

  /// What is in the store, by name. Empty where the folder does not exist.
  public func list() -> [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".gguf") && !$0.hasPrefix(".") }.sorted().compactMap { entry(file: $0) }
  }

  /// The entry of a name or alias; nil where the store does not hold it.
  public func entry(named name: String) -> Entry? {
    if let known = KnownModel.named(name) { return entry(file: known.fileName) }
    guard Self.isName(name) else { return nil }
    return entry(file: "\(name).gguf")
  }

  private func entry(file name: String) -> Entry? {
    let file = folder.appending(path: name)
    var status = stat()
    guard stat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let name = String(name.dropLast(".gguf".count))
    return Entry(
      name: name, file: file, size: Int64(status.st_size), sha256: VerificationRecord.hash(of: file),
      known: KnownModel.all.first { $0.name == name })
  }

  /// The SHA-256 of a model's file, in lower-case hexadecimal, checked against the catalogue where that has the model.
  ///
  /// A file that was hashed before and did not change since is not read again, unless `rereading`.
  ///
  /// - Parameter progress: called with the bytes read so far; throwing from it stops the work.
  /// - Throws: ``ModelStoreError``, and what `progress` throws.
  public func verify(
    _ name: String, rereading: Bool = false, progress: (Int64) throws -> Void = { _ in }
  ) throws -> String {
    guard let entry = entry(named: name) else {
      guard let known = KnownModel.named(name) else {
        throw ModelStoreError(
          .unknownModel, "There is no model \(name).", remedy: "`panel model list` shows those that there are.")
      }
      throw ModelStoreError(
        .notInstalled, "\(known.name) is not in \(folder.path).", remedy: "`panel model pull \(known.name)` fetches it."
      )
    }
    let found: String
    if !rereading, let remembered = entry.sha256 {
      found = remembered
    } else {
      found = try FileHash.sha256(of: entry.file, progress: progress)
      VerificationRecord.remember(found, of: entry.file)
    }
    if let known = entry.known, found != known.sha256 {
      throw ModelStoreError(
        .wrongHash, "\(entry.file.path) has the SHA-256 \(found), expected \(known.sha256).",
        remedy: "`panel model pull \(known.name)` replaces it.")
    }
    return found
  }

  /// Letters, digits, `.`, `-` and `_`, beginning with a letter or digit: what can be a file name everywhere.
  static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, name.utf8.count <= 100 else { return false }
    func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }
    return isAlphanumeric(first)
      && name.unicodeScalars.allSatisfy { isAlphanumeric($0) || ".-_".unicodeScalars.contains($0) }
  }
}
