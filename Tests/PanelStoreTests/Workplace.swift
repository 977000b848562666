import Foundation
import PanelStore

/// A folder that is gone with the test.
final class Workplace: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "panel-store-\(UUID().uuidString)")
      .resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var database: URL { url.appending(path: "panel.sqlite") }
}

extension Timestamp {
  static let some = Timestamp(rawValue: 1_790_000_000_000)
}
