import Crypto
import CryptoExtras
import Foundation

/// A password as it is kept: scrypt (RFC 7914) with its parameters, so that they can be raised later and old hashes still
/// be checked: `$scrypt$ln=15,r=8,p=3$SALT$HASH`, base64.
public struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
  /// log₂ of the rounds.
  public var logRounds: Int
  public var blockSize: Int
  public var parallelism: Int
  var salt: [UInt8]
  var hash: [UInt8]

  /// 32 MiB and about a third of a second on one core of today; one of the settings of OWASP's Password Storage Cheat
  /// Sheet, chosen for its small memory: several logins at once must fit into a small server.
  static let standard = (logRounds: 15, blockSize: 8, parallelism: 3)

  public static let shortest = 12
  static let longestBytes = 1024
  static let saltBytes = 16

  /// - Throws: ``DeskError`` with `badInput` where the password is too short or too long.
  public init(of password: String, salt: [UInt8]) throws {
    guard password.count >= Self.shortest, password.utf8.count <= Self.longestBytes else {
      throw DeskError(
        .badInput, "A password has \(Self.shortest) characters or more, and at most \(Self.longestBytes) bytes.",
        remedy: "A few words that do not belong together are easy to remember and long enough.")
    }
    (logRounds, blockSize, parallelism) = Self.standard
    self.salt = salt
    hash = []
    hash = try derived(from: password)
  }

  /// Reads what ``description`` writes; nil for anything else, or for parameters that would take more than 256 MiB.
  public init?(_ text: String) {
    let parts = text.split(separator: "$").map(String.init)
    guard parts.count == 4, parts[0] == "scrypt",
      let match = parts[1].wholeMatch(of: /ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})/)?.output,
      let logRounds = Int(match.1), let blockSize = Int(match.2), let parallelism = Int(match.3),
      (1...20).contains(logRounds), blockSize > 0, (1...16).contains(parallelism),
      (128 * blockSize) << logRounds <= 1 << 28,
      let salt = Data(base64Encoded: parts[2]), let hash = Data(base64Encoded: parts[3]), hash.count == 32
    else { return nil }
    self.logRounds = logRounds
    self.blockSize = blockSize
    self.parallelism = parallelism
    self.salt = Array(salt)
    self.hash = Array(hash)
  }

  public var description: String {
    "$scrypt$ln=\(logRounds),r=\(blockSize),p=\(parallelism)$\(Data(salt).base64EncodedString())"
      + "$\(Data(hash).base64EncodedString())"
  }

  /// Whether it is of this password. Takes the same time whatever the password.
  public func matches(_ password: String) -> Bool {
    guard password.utf8.count <= Self.longestBytes, let other = try? derived(from: password) else { return false }
    return zip(hash, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private func derived(from password: String) throws -> [UInt8] {
    let key = try KDF.Scrypt.deriveKey(
      from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << logRounds, blockSize: blockSize,
      parallelism: parallelism)
    return key.withUnsafeBytes { Array($0) }
  }
}
