import Foundation
import Testing

@testable import ModelFiles

@Suite struct HostileVocabularyTests {
  private func values(_ model: String, _ changes: [String: GGUFWriter.Value] = [:], without missing: String? = nil)
    -> GGUFWriter
  {
    var values: [String: GGUFWriter.Value] = [
      "tokenizer.ggml.model": .text(model), "tokenizer.ggml.tokens": .strings(["<unk>", "a", "b", "ab", "▁", "▁a"]),
      "tokenizer.ggml.token_type": .ints([2, 1, 1, 1, 1, 1]),
      "tokenizer.ggml.scores": .floats([0, -1, -2, -3, -4, -5]), "tokenizer.ggml.merges": .strings(["a b"]),
      "tokenizer.ggml.unknown_token_id": .uint32(0), "tokenizer.ggml.pre": .text("gpt-2"),
    ]
    for (key, value) in changes { values["tokenizer.ggml.\(key)"] = value }
    if let missing { values["tokenizer.ggml.\(missing)"] = nil }
    var writer = GGUFWriter()
    writer.values = values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return writer
  }

  private func tokenizer(_ writer: GGUFWriter) throws -> any Tokenizer {
    try withTemporaryFile(writer.bytes) { try TokenizerLoader.load(GGUFFile(path: $0).metadata) }
  }

  private func expect(_ words: String, _ writer: GGUFWriter, _ place: SourceLocation = #_sourceLocation) {
    do {
      _ = try tokenizer(writer)
      Issue.record("the vocabulary was taken", sourceLocation: place)
    } catch {
      #expect("\(error)".contains(words), "\(error)", sourceLocation: place)
      #expect(error is GGUFError, sourceLocation: place)
    }
  }

  @Test func `a small vocabulary of either kind works`() throws {
    let pairs = try tokenizer(values("gpt2"))
    #expect(pairs.encode("aba", allowingSpecialTokens: false) == [3, 1])
    let pieces = try tokenizer(values("llama"))
    // The higher score goes first: `ab` before `▁a`.
    #expect(pieces.encode("ab", allowingSpecialTokens: false) == [4, 3])
    #expect(pieces.encode("a", allowingSpecialTokens: false) == [5])
    #expect(pieces.encode("ab", allowingSpecialTokens: false, afterText: true) == [3])
    #expect(pieces.encode("é", allowingSpecialTokens: false, afterText: true) == [0, 0])
    #expect(pieces.decode([5, 2]) == " ab")
  }

  @Test func `arrays of different lengths are refused`() {
    expect("has 2 entries for 6 tokens", values("gpt2", ["token_type": .ints([1, 1])]))
    expect("has 7 entries for 6 tokens", values("llama", ["scores": .floats([0, 0, 0, 0, 0, 0, 0])]))
    expect("has no value for tokenizer.ggml.scores", values("llama", without: "scores"))
  }

  @Test func `missing, empty and mistyped vocabularies are refused`() {
    expect("has no vocabulary", values("gpt2", without: "tokens"))
    expect("expected 1 to", values("gpt2", ["tokens": .strings([]), "token_type": .ints([])]))
    expect("expected strings", values("gpt2", ["tokens": .ints([1, 2]), "token_type": .ints([1, 1])]))
    expect("has no value for tokenizer.ggml.model", values("gpt2", without: "model"))
    expect("is bert, which is not supported", values("bert"))
    expect("that is not known", values("gpt2", ["pre": .text("gpt-5")]))
  }

  @Test func `numbers that point nowhere are refused`() {
    expect("tokens go from 0 to 5", values("gpt2", ["bos_token_id": .uint32(6)]))
    expect("tokens go from 0 to 5", values("gpt2", ["eos_token_id": .uint32(.max)]))
    expect("has the type 9", values("gpt2", ["token_type": .ints([1, 1, 1, 9, 1, 1])]))
    expect("has the type -1", values("gpt2", ["token_type": .ints([1, 1, 1, -1, 1, 1])]))
    expect("not a number", values("llama", ["scores": .floats([0, .nan, 0, 0, 0, 0])]))
  }

  @Test(arguments: ["", "ab", " ", "a ", " b", "a  b", "a b c", "a \u{4242}"])
  func `merges that are no pairs are refused`(_ merge: String) {
    expect("is no pair (number 1)", values("gpt2", ["merges": .strings(["a b", merge])]))
  }

  @Test func `a vocabulary that has no way to write some byte is refused`() {
    expect("neither a token for the byte", values("llama", without: "unknown_token_id"))
  }

  @Test func `merges that form no token come out as their bytes`() throws {
    let tokenizer = try tokenizer(values("gpt2", ["merges": .strings(["a b", "b a", "ba b"])]))
    #expect(tokenizer.encode("bab", allowingSpecialTokens: false) == [2, 3])
    #expect(tokenizer.encode("baa", allowingSpecialTokens: false) == [2, 1, 1])
  }

  @Test func `twice the same token, empty tokens and control tokens of any text do no harm`() throws {
    let tokens = GGUFWriter.Value.strings(["", "a", "a", "a<|im_end|>", "<|im_end|>", ""])
    let tokenizer = try tokenizer(
      values("gpt2", ["tokens": tokens, "token_type": .ints([3, 1, 1, 3, 1, 4])]))
    #expect(tokenizer.encode("a<|im_end|>", allowingSpecialTokens: true) == [3])
    #expect(tokenizer.encode("<|im_end|>", allowingSpecialTokens: true) == [4])
    #expect(tokenizer.encode("a<|im_end|>", allowingSpecialTokens: false) == [1])
    #expect(tokenizer.isEndOfGeneration(4))
  }

  // Found by fuzzing.
  @Test func `text never comes out as a token that ends a text, whatever the file says of its type`() throws {
    let end = try tokenizer(values("gpt2", ["eos_token_id": .uint32(3)]))
    #expect(end.encode("ab", allowingSpecialTokens: false) == [1, 2])
    #expect(end.encode("ab", allowingSpecialTokens: true) == [3])
    expect("neither a token for the byte", values("llama", ["eos_token_id": .uint32(0)]))
    let tokens = GGUFWriter.Value.strings(["<unk>", "<0x0A>", "b", "ab", "▁", "▁a"])
    let byte = try tokenizer(values("llama", ["tokens": tokens, "token_type": .ints([2, 3, 1, 1, 1, 1])]))
    #expect(byte.encode("\n", allowingSpecialTokens: false, afterText: true) == [0])
  }
}
