import ArgumentParser
import Foundation
import PanelStore

/// Which database reviews are kept in.
struct DatabaseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The database of reviews. (default: $PANEL_DATABASE, else panel/panel.sqlite in $XDG_DATA_HOME, else in ~/.local/share)",
      valueName: "file"))
  var database: String?

  /// Where the database is, or will be.
  func file(_ world: World) -> URL { database.map { world.path($0) } ?? world.databaseFile }

  /// Opens it.
  ///
  /// - Throws: `StoreError`, for `.readOnly` also where there is none yet.
  func open(_ world: World, mode: Store.Mode = .readWrite) throws -> Store {
    try Store(at: file(world), mode: mode, now: world.timestamp)
  }
}

extension World {
  /// `PANEL_DATABASE`, else `panel/panel.sqlite` in `XDG_DATA_HOME`, else in `~/.local/share`.
  var databaseFile: URL {
    if let file = self["PANEL_DATABASE"] { return path(file) }
    let data = self["XDG_DATA_HOME"].map { path($0, isFolder: true) } ?? homeDirectory.appending(path: ".local/share")
    return data.appending(path: "panel/panel.sqlite", directoryHint: .notDirectory)
  }

  var timestamp: Timestamp { Timestamp(now()) }
}
