import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct GGUFFileTests {
  @Test(arguments: TestModel.allCases) func `a real model opens, and its tensors fill its data section`(
    _ model: TestModel
  )
    throws
  {
    guard let path = model.file?.path else { return }
    let file = try GGUFFile(path: path)
    #expect(file.size == (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int))
    let architecture = try file.metadata.string("general.architecture")
    let blocks = try file.metadata.int("\(architecture).block_count")
    let tokens = try #require(try file.metadata.optionalCount("tokenizer.ggml.tokens"))
    let embedding = try #require(file.tensor(named: "token_embd.weight"))
    #expect(embedding.dimensions == [try file.metadata.int("\(architecture).embedding_length"), tokens])
    #expect((0..<blocks).allSatisfy { file.tensor(named: "blk.\($0).attn_q.weight") != nil })
    #expect(file.tensor(named: "blk.\(blocks).attn_q.weight") == nil)
    // Nothing but padding lies between and behind the tensors.
    let tensors = file.tensors.sorted { $0.offset < $1.offset }
    for (a, b) in zip(tensors, tensors.dropFirst()) { #expect(b.offset - (a.offset + a.byteCount) < 32) }
    let end = try #require(tensors.last.map { $0.offset + $0.byteCount })
    #expect(file.size - end < 32)
  }

  @Test func `bytes of a released tensor are still the same`() throws {
    guard let path = TestModel.smollm2.file?.path else { return }
    let file = try GGUFFile(path: path)
    let tensor = try #require(file.tensor(named: "blk.0.ffn_down.weight"))
    withExtendedLifetime(file) {
      let before = Array(file.bytes(of: tensor))
      #expect(before.count == tensor.rowCount * tensor.rowByteCount)
      file.release(tensor)
      #expect(Array(file.bytes(of: tensor)) == before)
    }
  }

  @Test func `the 151,936 tokens of a header are there when they are asked for`() throws {
    guard let path = TestModel.qwen05B.file?.path else { return }
    let metadata = try GGUFFile(path: path).metadata
    #expect(try metadata.strings("tokenizer.ggml.tokens").count == 151_936)
    #expect(try metadata.strings("tokenizer.ggml.merges").count > 100_000)
  }

  @Test func `a look-up names the key and what is wrong with it`() throws {
    guard let path = TestModel.smollm2.file?.path else { return }
    let metadata = try GGUFFile(path: path).metadata
    #expect(throws: GGUFError.self) { try metadata.string("llama.block_count") }
    #expect(throws: GGUFError.self) { try metadata.int("no.such.key") }
    #expect(try metadata.optionalInt("no.such.key") == nil)
    #expect(throws: GGUFError.self) { try metadata.int("llama.block_count", in: 1...2) }
    do {
      _ = try metadata.bool("general.architecture")
    } catch {
      #expect(error.code == .badValue)
      #expect(error.description.contains("general.architecture is a string, expected a bool"))
    }
  }
}
