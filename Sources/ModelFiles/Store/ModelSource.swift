import Foundation

/// Somewhere that a model's file can be had from.
protocol ModelSource: Sendable {
  /// Part of the name of the partial file: bytes of one source are never taken for another's.
  var key: String { get }
  /// For people.
  func name(for model: KnownModel) -> String
  func offers(_ model: KnownModel) -> Bool
  /// Completes the partial file, going on from what it holds.
  func fetch(
    _ model: KnownModel, into partial: URL, progress: @escaping @Sendable (PullProgress) -> Void) async throws
}

/// The address where the file is published.
struct AddressSource: ModelSource {
  let fetch: ModelStore.Fetch

  var key: String { "address" }
  func name(for model: KnownModel) -> String { model.address }
  func offers(_ model: KnownModel) -> Bool { !model.address.isEmpty }

  func fetch(
    _ model: KnownModel, into partial: URL, progress: @escaping @Sendable (PullProgress) -> Void
  ) async throws {
    let file = try OpenFile(partial, O_RDWR | O_CREAT)
    if try file.size() > model.size { try file.truncate(to: 0) }
    let size = try file.size()
    if size == model.size { return }
    let source = name(for: model)
    try await fetch(model.address, file.descriptor, size) { received in
      progress(PullProgress(phase: .downloading, source: source, completed: received, total: model.size))
    }
  }
}
