import Crypto
import PanelCore

extension ItemContent {
  /// SHA-256, lower-case hexadecimal, to which approvals are bound.
  ///
  /// Hashed are the name of the form, the hash of the panel's comparison, and each edit in the order of its path; every
  /// part with its length in front, so that no two contents give the same bytes.
  ///
  /// - Parameter baseHash: of the stored comparison, with its dossiers.
  public func hash(baseHash: String) -> String {
    var parts = ["panel.item/1", baseHash]
    for (path, text) in edits.texts.sorted(by: { $0.key < $1.key }) { parts += ["text", "\(path)", text] }
    for (seat, override) in edits.overrides.sorted(by: { $0.key < $1.key }) {
      parts += ["vote", "\(seat)", override.vote.rawValue, override.reason, override.by.rawValue]
    }
    for (seat, run) in edits.reruns.sorted(by: { $0.key < $1.key }) { parts += ["rerun", "\(seat)", run] }
    return Hexadecimal.sha256(parts: parts)
  }
}

/// Hashes as the desk writes them.
enum Hexadecimal {
  static func sha256(parts: [String]) -> String {
    var hash = SHA256()
    for part in parts {
      let bytes = Array(part.utf8)
      hash.update(data: Array("\(bytes.count):".utf8))
      hash.update(data: bytes)
    }
    let digits = Array("0123456789abcdef")
    return hash.finalize().reduce(into: "") { text, byte in
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
  }
}
