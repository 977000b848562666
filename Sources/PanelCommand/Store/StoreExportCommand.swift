import ArgumentParser
import Foundation
import PanelStore
import Synchronization

/// `panel store export`
struct StoreExportCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes the whole database as lines of JSON to standard output.",
    discussion: """
      One line for each row, all of the same moment. The accounts of the desk are among them, with their password hashes: \
      treat the file as you treat the database.
      """)

  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = try place.openExisting(world)
    defer { try? store.close() }
    let output = world.output
    let rows = try await store.export { output.write($0 + "\n") }
    world.messages.write("\(rows) rows\n")
    return 0
  }
}

/// `panel store import`
struct StoreImportCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Takes in what “panel store export” wrote, into an empty database.",
    discussion: "All of it or, where a line is broken, nothing.")

  @Argument(help: "The file; “-” is standard input.", completion: .file(extensions: ["jsonl"])) var path: String
  @OptionGroup var place: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let lines = try LineReader(path == "-" ? nil : world.path(path), shown: path)
    let store = try place.open(world)
    defer { try? store.close() }
    let rows = try await store.importLines(name: path) { lines.next() }
    world.messages.write("\(rows) rows\n")
    return 0
  }
}

/// The lines of a file, one after the other, however large it is.
private final class LineReader: Sendable {
  private let state: Mutex<(handle: FileHandle, rest: Data, isAtEnd: Bool)>

  /// - Parameter file: nil is standard input.
  init(_ file: URL?, shown: String) throws {
    guard let file else {
      state = Mutex((.standardInput, Data(), false))
      return
    }
    do {
      state = Mutex((try FileHandle(forReadingFrom: file), Data(), false))
    } catch {
      throw CommandFailure("\(shown) cannot be read: \((error as NSError).localizedDescription)")
    }
  }

  func next() -> String? {
    state.withLock { state in
      while true {
        if let end = state.rest.firstIndex(of: UInt8(ascii: "\n")) {
          let line = String(decoding: state.rest[..<end], as: UTF8.self)
          state.rest = state.rest[(end + 1)...]
          return line
        }
        if state.isAtEnd {
          if state.rest.isEmpty { return nil }
          let line = String(decoding: state.rest, as: UTF8.self)
          state.rest = Data()
          return line
        }
        let more = state.handle.readData(ofLength: 1 << 16)
        if more.isEmpty { state.isAtEnd = true } else { state.rest = Data(state.rest) + more }
      }
    }
  }
}
