import Foundation
import ModelFiles

/// Opens the bytes as a model file and asks it for everything that panel asks a model file for. Any error is right, any
/// crash, hang or read outside the file is a bug.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzModelFiles(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard scratch.descriptor >= 0, ftruncate(scratch.descriptor, 0) == 0 else { return 0 }
  guard pwrite(scratch.descriptor, start, count, 0) == count else { return 0 }
  guard let file = try? GGUFFile(path: scratch.path) else { return 0 }
  read(file)
  _ = try? ChatTemplate(file.metadata)
  if let tokenizer = try? TokenizerLoader.load(file.metadata) { use(tokenizer) }
  return 0
}

/// One file, in memory where the system has a place for that, written anew for each input.
private let scratch: (path: String, descriptor: Int32) = {
  let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
  let path = "\(folder)/panel-fuzz-\(getpid())"
  return (path, open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600))
}()

private func read(_ file: GGUFFile) {
  var sum: UInt8 = 0
  for tensor in file.tensors {
    let bytes = file.bytes(of: tensor)
    if let first = bytes.first, let last = bytes.last { sum &+= first ^ last }
    precondition(tensor.rowCount * tensor.rowByteCount == tensor.byteCount)
    file.release(tensor)
  }
  for key in file.metadata.keys {
    _ = try? file.metadata.string(key)
    _ = try? file.metadata.int(key)
    _ = try? file.metadata.double(key)
    _ = try? file.metadata.bool(key)
    _ = try? file.metadata.strings(key)
    _ = try? file.metadata.ints(key)
    _ = try? file.metadata.floats(key)
  }
  withExtendedLifetime(sum) {}
}

private func use(_ tokenizer: any Tokenizer) {
  let texts = ["", "a", "ab  ba\n\n<|im_end|> it's 123 ▁é你👍🏽\u{0}</s>", String(repeating: "ab ", count: 40)]
  for text in texts {
    for allowing in [false, true] {
      let tokens = tokenizer.encode(text, allowingSpecialTokens: allowing)
      for token in tokens {
        precondition(token >= 0 && token < tokenizer.vocabularyCount)
        precondition(allowing || !tokenizer.isEndOfGeneration(token))
      }
      _ = tokenizer.decode(tokens)
    }
  }
  for token in -1...Int32(min(tokenizer.vocabularyCount, 300)) { _ = tokenizer.bytes(of: token) }
}
