// A process that writes to a database until it is killed, for tests: it says each number after its commit.
//
// usage: StoreWriter DATABASE NAME COUNT
import Foundation
import PanelStore

let arguments = CommandLine.arguments
guard arguments.count == 4, let count = Int(arguments[3]) else { exit(64) }
let now = Timestamp(Date())
do {
  let store = try Store(at: URL(filePath: arguments[1]), now: now)
  for number in 1...count {
    try await store.write { [name = arguments[2]] sql in
      try sql.log(
        StoredEvent(at: now, kind: "test", subject: "\(name) \(number)", detail: String(repeating: "x", count: 3_000)))
      try sql.saveDocument("\(name) \(number)", sha256: "\(name) \(number)", kind: "prompts", at: now)
    }
    print(number)
    fflush(nil)
  }
  try store.close()
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
