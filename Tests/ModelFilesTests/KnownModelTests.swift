import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct KnownModelTests {
  @Test(arguments: KnownModel.all) func `parts add up to the file, and hashes look like hashes`(_ model: KnownModel) {
    #expect(model.wheels.map(\.size).reduce(0, +) == model.size)
    for hash in [model.sha256] + model.wheels.map(\.sha256) {
      #expect(hash.count == 64 && hash.allSatisfy { "0123456789abcdef".contains($0) })
    }
    #expect(Set(model.wheels.map(\.requirement)).count == model.wheels.count)
    #expect(model.address.hasPrefix("https://"))
  }

  @Test func `a name, an alias, whatever their case, find their model, and no two share one`() {
    let names = KnownModel.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
    for model in KnownModel.all { #expect(KnownModel.named(model.name.uppercased()) == model) }
    #expect(KnownModel.named("default") == KnownModel.default)
    #expect(KnownModel.named("nobody") == nil)
  }

  @Test(arguments: TestModel.allCases) func `the memory of a token is what the file's header gives`(_ test: TestModel)
    throws
  {
    guard let path = test.file?.path else { return }
    let model = try #require(KnownModel.named(test.rawValue))
    let metadata = try GGUFFile(path: path).metadata
    let architecture = try metadata.string("general.architecture")
    let heads = try metadata.int("\(architecture).attention.head_count")
    let width = try metadata.int("\(architecture).embedding_length") / heads
    let head = try metadata.optionalInt("\(architecture).attention.key_length") ?? width
    let bytes =
      try 2 * metadata.int("\(architecture).block_count")
      * metadata.int("\(architecture).attention.head_count_kv") * head * 2
    #expect(model.keyValueBytesPerToken == Int64(bytes))
    #expect(model.memory(contextLength: 1000) == model.size + Int64(bytes) * 1000)
  }
}
