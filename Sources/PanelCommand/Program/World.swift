import Foundation
import PanelCore

/// All that the commands know of the machine around them: read once, then handed on. Nothing below this room reads the
/// environment or the clock.
struct World: Sendable {
  var environment: [String: String]
  var currentDirectory: URL
  /// Results.
  var output: Terminal
  /// Progress and messages.
  var messages: Terminal
  var now: @Sendable () -> Date
  /// Seconds since the program began, from a clock that never goes back.
  var elapsed: @Sendable () -> Double
  var newID: @Sendable () -> String

  /// The real one.
  static func live() -> World {
    let environment = ProcessInfo.processInfo.environment
    let clock = ContinuousClock()
    let start = clock.now
    return World(
      environment: environment,
      currentDirectory: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory),
      output: Terminal(descriptor: 1, environment: environment),
      messages: Terminal(descriptor: 2, environment: environment),
      now: { Date() },
      elapsed: { (clock.now - start) / .seconds(1) },
      newID: { UUID().uuidString.lowercased() })
  }

  /// A variable of the environment; nil where it is not set or empty.
  subscript(variable: String) -> String? {
    environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  var homeDirectory: URL {
    self["HOME"].map { URL(filePath: $0, directoryHint: .isDirectory) }
      ?? FileManager.default.homeDirectoryForCurrentUser
  }

  /// Where models are kept: `PANEL_MODELS`, else `panel/models` in `XDG_CACHE_HOME`, else in `~/.cache`.
  var modelFolder: URL {
    if let folder = self["PANEL_MODELS"] { return path(folder, isFolder: true) }
    let cache = self["XDG_CACHE_HOME"].map { path($0, isFolder: true) } ?? homeDirectory.appending(path: ".cache")
    return cache.appending(path: "panel/models", directoryHint: .isDirectory)
  }

  /// Where the program keeps what it learned, such as measured speeds: `panel` in `XDG_STATE_HOME`, else in
  /// `~/.local/state`.
  var stateFolder: URL {
    let state = self["XDG_STATE_HOME"].map { path($0, isFolder: true) } ?? homeDirectory.appending(path: ".local/state")
    return state.appending(path: "panel", directoryHint: .isDirectory)
  }

  /// A path as a user writes it, from the current folder on.
  func path(_ text: String, isFolder: Bool = false) -> URL {
    if text == "~" || text.hasPrefix("~/") { return homeDirectory.appending(path: String(text.dropFirst(2))) }
    return URL(filePath: text, directoryHint: isFolder ? .isDirectory : .inferFromPath, relativeTo: currentDirectory)
  }

  /// A path as short as a user would write it.
  func shown(_ url: URL) -> String {
    let path = url.path
    let home = homeDirectory.path
    return home.count > 1 && path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
  }
}

extension World {
  /// The day, in UTC, so that a run names the same day wherever it is read.
  var today: CalendarDate? { CalendarDate(now().formatted(.iso8601.year().month().day())) }
}
