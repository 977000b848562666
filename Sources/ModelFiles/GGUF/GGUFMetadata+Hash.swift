import Crypto

extension GGUFMetadata {
  /// SHA-256, in lower-case hexadecimal, of everything that says how text becomes tokens and a chat becomes a text: the
  /// keys that begin with `tokenizer.`, in their order by name, each with its value as it stands in the file.
  public var tokenizerSHA256: String {
    var hash = SHA256()
    for key in keys where key.hasPrefix("tokenizer.") {
      // Lengths keep two values from running into each other.
      func add(_ bytes: UnsafeRawBufferPointer) {
        hash.update(data: Array("\(key) \(bytes.count)\n".utf8))
        hash.update(bufferPointer: bytes)
      }
      switch values[key] {
      case .string(let range), .array(_, _, let range): add(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
      case let value?: hash.update(data: Array("\(key) \(value)\n".utf8))
      case nil: break
      }
    }
    return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
