public import Foundation

/// Files of one kind under their names: a folder on disk, or the copies that are built into the program.
public struct FileSet: Sendable {
  enum Origin: Sendable {
    case folder(URL)
    /// Texts by file name.
    case memory([String: String])
  }

  let origin: Origin
  /// The folder as the user named it, or what the built-in copies are called in messages.
  public let name: String
  /// Sorted names of the files.
  public let fileNames: [String]

  /// True for the copies that are built into the program.
  public var isBuiltin: Bool { if case .memory = origin { true } else { false } }

  /// The folder on disk; nil for built-in copies.
  public var folder: URL? { if case .folder(let url) = origin { url } else { nil } }

  /// Texts that are in memory.
  ///
  /// - Parameters:
  ///   - texts: by file name.
  ///   - name: what the set is called in messages.
  public init(_ texts: [String: String], name: String) {
    origin = .memory(texts)
    self.name = name
    fileNames = texts.keys.sorted()
  }

  /// One file of a folder, which need not be there.
  init(folder: URL, file: String, name: String) {
    origin = .folder(folder)
    self.name = name
    fileNames = [file]
  }

  /// The files of a folder that end in one of `extensions`. Hidden files are left out.
  ///
  /// - Parameters:
  ///   - folder: the folder.
  ///   - name: what it is called in messages; nil takes the path as it was given.
  ///   - extensions: endings of the files, without the dot.
  /// - Throws: ``FormatErrors`` where the folder is not there or cannot be read.
  public init(folder: URL, name: String? = nil, extensions: [String]) throws(FormatErrors) {
    let shown = name ?? folder.relativePath
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
      throw FormatErrors(FormatError(.notFound, file: shown, found: "not there", expected: "a folder"))
    }
    guard isFolder.boolValue else {
      throw FormatErrors(FormatError(.unreadable, file: shown, found: "a file", expected: "a folder"))
    }
    let all: [String]
    do {
      all = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw FormatErrors(
        FormatError(.unreadable, file: shown, found: "not readable (\(error.localizedDescription))"))
    }
    origin = .folder(folder)
    self.name = shown
    fileNames =
      all.filter { name in !name.hasPrefix(".") && extensions.contains { name.hasSuffix("." + $0) } }.sorted()
  }

  /// A file's name in messages.
  public func shownName(of fileName: String) -> String { name.isEmpty ? fileName : "\(name)/\(fileName)" }

  /// Reads one of the files.
  public func read(_ fileName: String, limit: Int = SourceText.yamlLimit) throws(FormatErrors) -> SourceText {
    let shown = shownName(of: fileName)
    switch origin {
    case .folder(let folder):
      return try SourceText.read(folder.appending(path: fileName), file: shown, limit: limit)
    case .memory(let texts):
      guard let text = texts[fileName] else {
        throw FormatErrors(FormatError(.notFound, file: shown, found: "not there", expected: "a file"))
      }
      return try SourceText(Data(text.utf8), file: shown, limit: limit)
    }
  }
}
