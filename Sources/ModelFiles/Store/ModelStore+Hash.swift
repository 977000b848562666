public import Foundation

extension ModelStore {
  /// SHA-256 of a file that is not in the store, in lower-case hexadecimal; read whole, about a second for a gigabyte.
  public static func sha256(of file: URL) throws -> String { try FileHash.sha256(of: file) }
}
