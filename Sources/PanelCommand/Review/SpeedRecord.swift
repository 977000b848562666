import Foundation
import Inference
import PanelEngine

/// What was measured of backends on this machine, for the time estimates of later runs.
struct SpeedRecord: Sendable {
  private struct Entry: Codable {
    var prefill: Double
    var decode: Double
  }

  private let file: URL

  init(world: World) { file = world.stateFolder.appending(path: "speeds.json") }

  func speed(of identity: BackendIdentity) -> SessionPlan.Speed? {
    entries[Self.key(identity)].map { SessionPlan.Speed(prefill: $0.prefill, decode: $0.decode) }
  }

  /// Estimates are a convenience, so a folder that cannot be written is no failure.
  func keep(_ speed: SessionPlan.Speed?, of identity: BackendIdentity) {
    guard let speed, identity.kind != "recording" else { return }
    var entries = entries
    entries[Self.key(identity)] = Entry(prefill: speed.prefill.rounded(), decode: speed.decode.rounded())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try? FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? encoder.encode(entries).write(to: file, options: .atomic)
  }

  private var entries: [String: Entry] {
    guard let data = try? Data(contentsOf: file) else { return [:] }
    return (try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:]
  }

  private static func key(_ identity: BackendIdentity) -> String { "\(identity.kind) \(identity.model)" }
}
