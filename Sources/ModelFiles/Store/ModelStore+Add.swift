import Foundation

extension ModelStore {
  /// Architectures that the kernel computes.
  public static let architectures = ["gemma3", "llama", "qwen2", "qwen3"]

  /// Brings a model file of the user's own into the store, as a link where the file system can, else as a copy.
  ///
  /// - Parameters:
  ///   - name: what to call it; by default the file's name without its ending, or the catalogue's name where the file
  ///     is one of the catalogue's.
  ///   - progress: called with the bytes read so far; throwing from it stops the work.
  /// - Throws: ``GGUFError`` where it is no usable GGUF file, ``ModelStoreError``, and what `progress` throws.
  public func add(
    _ path: String, name: String? = nil, progress: (Int64) throws -> Void = { _ in }
  ) throws -> Entry {
    try Self.checkRunnable(path)
    let source = URL(filePath: path).resolvingSymlinksInPath()
    let hash = try FileHash.sha256(of: source, progress: progress)
    let known = KnownModel.all.first { $0.sha256 == hash }
    let stem = source.deletingPathExtension().lastPathComponent.lowercased()
    let name = name ?? known?.name ?? stem
    guard Self.isName(name) else {
      throw ModelStoreError(
        .nameTaken, "\(name) is no name for a model.",
        remedy: "Give one of letters, digits, dots, hyphens and underscores with --name.")
    }
    if let taken = KnownModel.named(name), taken.sha256 != hash {
      throw ModelStoreError(
        .nameTaken, "\(name) is the name of a model in the catalogue, and \(path) is another file.",
        remedy: "Give another name with --name.")
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let target = folder.appending(path: "\(KnownModel.named(name)?.name ?? name).gguf")
    if FileManager.default.fileExists(atPath: target.path) {
      guard try FileHash.sha256(of: target) == hash else {
        throw ModelStoreError(
          .nameTaken, "\(target.path) exists and is another file.", remedy: "Give another name with --name.")
      }
    } else {
      try place(source, at: target)
    }
    VerificationRecord.remember(hash, of: target)
    guard let entry = entry(named: name) else {
      throw ModelStoreError(.fileSystem, "\(target.path) is gone as soon as it was written.")
    }
    return entry
  }

  /// Throws unless the kernel can be expected to run the file.
  static func checkRunnable(_ path: String) throws {
    let file = try GGUFFile(path: path)
    let architecture = try file.metadata.string("general.architecture")
    guard architectures.contains(architecture) else {
      throw ModelStoreError(
        .notRunnable, "\(path) holds a model of the architecture \(architecture).",
        remedy: """
          The kernel runs \(architectures.joined(separator: ", ")); serve others with llama.cpp and give its address \
          as the backend.
          """)
    }
    _ = try TokenizerLoader.load(file.metadata)
    _ = try ChatTemplate(file.metadata)
  }

  private func place(_ source: URL, at target: URL) throws {
    if link(source.path, target.path) == 0 { return }
    let copy = folder.appending(path: ".\(target.lastPathComponent).copy")
    try? FileManager.default.removeItem(at: copy)
    do {
      try FileManager.default.copyItem(at: source, to: copy)
      try OpenFile(copy, O_RDWR).synchronize()
      try Self.rename(copy, to: target)
    } catch {
      try? FileManager.default.removeItem(at: copy)
      throw error
    }
  }

  /// Puts a finished file in its place, and the change of the folder on disk.
  static func rename(_ file: URL, to target: URL) throws {
    guard Foundation.rename(file.path, target.path) == 0 else {
      throw ModelStoreError.system("\(file.path) cannot be renamed to \(target.path)")
    }
    try? OpenFile(target.deletingLastPathComponent(), O_RDONLY).synchronize()
  }
}
