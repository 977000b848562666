import ArgumentParser
import Foundation
import PanelStore

/// `panel store`
struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "The database of reviews: check it, copy it, move it.",
    discussion: """
      Every review is kept with all that it was made from, and the same review is never computed twice. docs/store.md \
      tells what is in the database and what happens when something goes wrong.

      EXAMPLES
        panel store check
        panel store backup ~/backups/panel.sqlite
        panel store export > panel.jsonl
        panel store import panel.jsonl --database new.sqlite
      """,
    subcommands: [
      StoreCheckCommand.self, StoreBackupCommand.self, StoreExportCommand.self, StoreImportCommand.self,
      StoreVacuumCommand.self, StorePathCommand.self,
    ])
}

/// `panel store path`
struct StorePathCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "path", abstract: "Prints where the database is, or will be.")

  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    program.world.output.write("\(place.file(program.world).absoluteURL.standardizedFileURL.path)\n")
    return 0
  }
}

/// `panel store check`
struct StoreCheckCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Reads the whole database and says what is damaged.",
    discussion: """
      Checked are the file's pages and indexes, the references between rows, and that each dossier, verdict and setting is \
      what its hash says. The exit status is 1 where something is wrong.
      """)

  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = try place.openExisting(world)
    defer { try? store.close() }
    let report = try await store.check()
    var table = Table(rows: [["TABLE", "ROWS"]])
    table.rows += report.rows.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value)"] }
    world.write(table)
    world.messages.write(
      "\(world.shown(store.file)), \(DownloadProgress.size(Int(report.bytes))), schema \(report.schema), SQLite "
        + "\(report.library.version)\n")
    if report.library.hasWALResetFault {
      world.messages.write(
        "This SQLite can lose pages when two programs write at the same moment. panel takes turns and is safe; do not write "
          + "to the database with other programs while it runs.\n")
    }
    for problem in report.problems { world.messages.write("panel: \(problem)\n") }
    if report.problems.isEmpty {
      world.messages.write("Nothing is wrong.\n")
      return 0
    }
    return CommandFailure.Status.failed.rawValue
  }
}

/// `panel store backup`
struct StoreBackupCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies the database, also while it is in use, and verifies the copy.",
    discussion: "A file that is there is replaced once the copy is whole and verified.")

  @Argument(help: "The file to write.", completion: .file()) var path: String
  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = try place.openExisting(world)
    defer { try? store.close() }
    let rows = try await store.backup(to: world.path(path))
    world.messages.write("Wrote \(path): \(rows.values.reduce(0, +)) rows, verified.\n")
    return 0
  }
}

/// `panel store vacuum`
struct StoreVacuumCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "vacuum", abstract: "Gives back the room of what was deleted.",
    discussion: "Other processes wait meanwhile, and the disk needs room for a second copy.")

  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = try place.openExisting(world)
    defer { try? store.close() }
    try await store.vacuum()
    return 0
  }
}

extension DatabaseOptions {
  /// Opens the database for reading where it cannot be written, and makes none.
  func openExisting(_ world: World) throws -> Store {
    let file = file(world)
    guard FileManager.default.fileExists(atPath: file.path) else { return try open(world, mode: .readOnly) }
    do {
      return try open(world)
    } catch let error as StoreError where error.code == .readOnly {
      return try open(world, mode: .readOnly)
    }
  }
}
