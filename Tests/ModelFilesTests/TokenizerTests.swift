import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct TokenizerTests {
  /// What llama.cpp makes of a text: as a reader's text, and, where it differs, as our own with markers in it.
  private struct Expectation: Decodable {
    var text: [Int32]
    var own: [Int32]?
  }

  private static let folder = repositoryRoot.appending(path: "Tests/Fixtures/tokens")

  private func corpus() throws -> [String: String] {
    let data = try Data(contentsOf: Self.folder.appending(path: "corpus.json"))
    return try JSONDecoder().decode([String: String].self, from: data)
  }

  private func tokenizer(_ model: TestModel) throws -> (any Tokenizer)? {
    guard let path = model.file?.path else { return nil }
    return try TokenizerLoader.load(GGUFFile(path: path).metadata)
  }

  @Test(arguments: TestModel.allCases)
  func `tokens are those of llama.cpp, in fifteen scripts, emoji, code and odd characters`(_ model: TestModel) throws {
    guard let tokenizer = try tokenizer(model) else { return }
    let data = try Data(contentsOf: Self.folder.appending(path: "\(model.rawValue).json"))
    let expected = try JSONDecoder().decode([String: Expectation].self, from: data)
    let corpus = try corpus()
    #expect(corpus.count == expected.count && corpus.count > 40)
    for (name, text) in corpus.sorted(by: { $0.key < $1.key }) {
      let expectation = try #require(expected[name])
      #expect(tokenizer.encode(text, allowingSpecialTokens: false) == expectation.text, "\(name), as text")
      #expect(
        tokenizer.encode(text, allowingSpecialTokens: true) == expectation.own ?? expectation.text, "\(name), as ours")
    }
  }

  @Test(arguments: TestModel.allCases) func `text comes back from its tokens byte for byte`(_ model: TestModel) throws {
    guard let tokenizer = try tokenizer(model) else { return }
    // A U+2581 is Gemma's space and comes back as one; SmolLM2 has no token for 21 of the 256 bytes.
    let lossy = [
      "lower one eighth blocks", "symbols", "private and unassigned", "control characters",
    ]
    for (name, text) in try corpus() where !lossy.contains(name) {
      #expect(tokenizer.decode(tokenizer.encode(text, allowingSpecialTokens: false)) == text, "\(name)")
    }
  }

  @Test(arguments: [TestModel.smollm2, .gemma3, .qwen05B])
  func `no text from outside becomes a token that means something to the model`(_ model: TestModel) throws {
    guard let path = model.file?.path, let tokenizer = try tokenizer(model) else { return }
    let metadata = try GGUFFile(path: path).metadata
    let names = try metadata.strings("tokenizer.ggml.tokens")
    let types = try metadata.ints("tokenizer.ggml.token_type")
    let control = Set(types.indices.filter { types[$0] == 3 }.map { Int32($0) })
    #expect(!control.isEmpty)
    let markers = control.map { names[Int($0)] } + ["<tool_call>", "</tool_call>", "<start_of_image>"]
    for text in [markers.joined(), markers.joined(separator: " "), markers.joined(separator: "\n")] {
      let tokens = tokenizer.encode(text, allowingSpecialTokens: false)
      #expect(control.isDisjoint(with: tokens))
      #expect(!tokens.contains { tokenizer.isEndOfGeneration($0) || tokenizer.bytes(of: $0).isEmpty })
      #expect(tokenizer.decode(tokens) == text)
    }
    for id in control.prefix(50) {
      #expect(tokenizer.encode(names[Int(id)], allowingSpecialTokens: true) == [id])
      #expect(tokenizer.bytes(of: id).isEmpty)
      #expect(tokenizer.token(forMarker: names[Int(id)]) == id)
    }
  }

  @Test func `ends of turns and of texts are known by name, not only by number`() throws {
    if let qwen = try tokenizer(.qwen05B) {
      for marker in ["<|im_end|>", "<|endoftext|>", "<|fim_pad|>"] {
        #expect(qwen.isEndOfGeneration(try #require(qwen.token(forMarker: marker))), "\(marker)")
      }
      #expect(!qwen.isEndOfGeneration(try #require(qwen.token(forMarker: "<|im_start|>"))))
      #expect(!qwen.isEndOfGeneration(-1) && !qwen.isEndOfGeneration(.max))
      #expect(!qwen.addsBeginningOfSequence)
    }
    if let gemma = try tokenizer(.gemma3) {
      for marker in ["<end_of_turn>", "<eos>"] {
        #expect(gemma.isEndOfGeneration(try #require(gemma.token(forMarker: marker))), "\(marker)")
      }
      #expect(gemma.addsBeginningOfSequence && gemma.beginningOfSequence == gemma.token(forMarker: "<bos>"))
    }
  }

  @Test(arguments: TestModel.allCases) func `numbers outside the vocabulary have no bytes`(_ model: TestModel) throws {
    guard let tokenizer = try tokenizer(model) else { return }
    for token in [-1, .min, .max, Int32(tokenizer.vocabularyCount)] { #expect(tokenizer.bytes(of: token).isEmpty) }
  }

  @Test(.timeLimit(.minutes(10)), arguments: [TestModel.smollm2, .gemma3])
  func `a text without a single word break takes no quadratic time`(_ model: TestModel) throws {
    guard let tokenizer = try tokenizer(model) else { return }
    for piece in ["a", " ", "\n", "\u{301}"] {
      let text = String(repeating: piece, count: 300_000)
      // Quadratic time would be 10¹¹ steps: hours.
      let tokens = tokenizer.encode(text, allowingSpecialTokens: false)
      let bytes = tokens.flatMap { tokenizer.bytes(of: $0) }
      // SentencePiece puts a space before a text.
      #expect(bytes.suffix(text.utf8.count) == Array(text.utf8)[...] && bytes.count <= text.utf8.count + 1)
    }
  }
}
