import Crypto

/// A word that text from outside cannot foresee, to mark where such text begins and ends.
enum Nonce {
  /// Depends on the dossier's content, so whoever writes the content cannot put the nonce into it; and on the seed, so a
  /// run repeats. Letters only: a model would read digits as a quantity.
  static func make(dossierSHA256: String, seed: UInt64) -> String {
    var hash = SHA256()
    hash.update(data: Array("panel nonce \(seed) \(dossierSHA256)".utf8))
    let letters = Array("BCDFGHJKLMNPQRSTVWXZ".unicodeScalars)  // No vowels: it shall spell nothing.
    return "DATA-" + hash.finalize().prefix(6).map { String(letters[Int($0) % letters.count]) }.joined()
  }
}
