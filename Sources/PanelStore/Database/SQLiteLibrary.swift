import GRDB

/// The SQLite library that the program runs with, as it says of itself.
public struct SQLiteLibrary: Hashable, Sendable {
  /// `3.40.1` as 3040001.
  public var number: Int
  public var version: String

  /// `RETURNING` came with 3.35.0.
  static let oldest = 3_035_000

  /// Whether two connections that write and checkpoint at the same moment can lose pages: versions 3.7.0 to 3.51.2
  /// without the corrections 3.44.6 and 3.50.7. The store is safe with these too, see ``WriteLock``; other programs that
  /// write to the same file are not.
  public var hasWALResetFault: Bool {
    switch number {
    case ..<3_007_000, 3_051_003...: false
    case 3_044_006..<3_045_000, 3_050_007..<3_051_000: false
    default: true
    }
  }

  init(number: Int, version: String) {
    self.number = number
    self.version = version
  }

  /// - Throws: ``StoreError`` of code `unsuitableLibrary`.
  func check() throws {
    guard number >= Self.oldest else {
      throw StoreError(
        .unsuitableLibrary, "The SQLite library is version \(version); the store needs 3.35.0 or later.",
        remedy: "Update it: it comes with the system, as libsqlite3.")
    }
  }
}

extension SQLiteLibrary {
  init(_ database: Database) throws {
    let version = try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? "0"
    let parts = version.split(separator: ".").map { Int($0) ?? 0 } + [0, 0, 0]
    self.init(number: parts[0] * 1_000_000 + parts[1] * 1_000 + parts[2], version: version)
  }
}
