import Foundation
import Testing

@testable import ModelFiles

@Suite struct HostileGGUFTests {
  /// Two tensors of 32 numbers and a few values; right in every way.
  private var sound: GGUFWriter {
    var writer = GGUFWriter()
    writer.values = [
      ("general.architecture", .text("llama")), ("a.number", .uint32(7)), ("a.flag", .bool(1)),
      ("some.texts", .strings(["a", "", "ü"])), ("some.floats", .floats([1, -2])),
    ]
    writer.tensors = [
      GGUFWriter.Tensor(name: "one", dimensions: [32], offset: 0),
      GGUFWriter.Tensor(name: "two", dimensions: [32, 2], type: 8, offset: 128),
    ]
    writer.data = [UInt8](repeating: 1, count: 128 + 68)
    return writer
  }

  private func error(_ bytes: [UInt8], _ place: SourceLocation = #_sourceLocation) throws -> GGUFError? {
    try withTemporaryFile(bytes) { path in
      do {
        _ = try GGUFFile(path: path)
        Issue.record("the file was taken", sourceLocation: place)
        return nil
      } catch let error as GGUFError {
        #expect(error.path == path && !error.message.isEmpty && !error.remedy.isEmpty, sourceLocation: place)
        return error
      }
    }
  }

  private func expect(
    _ code: GGUFError.Code, _ words: String, _ writer: GGUFWriter, _ place: SourceLocation = #_sourceLocation
  ) throws {
    let error = try error(writer.bytes, place)
    #expect(error?.code == code, sourceLocation: place)
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "none")", sourceLocation: place)
  }

  @Test(arguments: [2, 3] as [UInt32]) func `a sound file is read as it was written`(_ version: UInt32) throws {
    var writer = sound
    writer.version = version
    try withTemporaryFile(writer.bytes) { path in
      let file = try GGUFFile(path: path)
      #expect(file.tensors.map(\.name) == ["one", "two"])
      #expect(file.tensor(named: "two")?.byteCount == 68)
      #expect(file.tensor(named: "two")?.rowByteCount == 34)
      #expect(file.tensor(named: "two").map { file.bytes(of: $0).count } == 68)
      #expect(try file.metadata.strings("some.texts") == ["a", "", "ü"])
      #expect(try file.metadata.floats("some.floats") == [1, -2])
      #expect(try file.metadata.int("a.number") == 7)
      #expect(try file.metadata.bool("a.flag"))
    }
  }

  @Test func `a file cut off after any byte is an error`() throws {
    let bytes = sound.bytes
    for count in bytes.indices {
      let error = try error(Array(bytes[..<count]))
      let expected: [GGUFError.Code] = count < 4 ? [.notGGUF] : [.truncated, .malformed]
      #expect(error.map { expected.contains($0.code) } == true, "\(count) bytes: \(error?.description ?? "none")")
    }
  }

  @Test func `a file with any one byte changed is read or refused, and never more`() throws {
    let bytes = sound.bytes
    for index in 0..<(bytes.count - 196) {
      for value in [0, 1, 0x7F, 0x80, 0xFF, bytes[index] ^ 1, bytes[index] ^ 0x20] where value != bytes[index] {
        var changed = bytes
        changed[index] = value
        try withTemporaryFile(changed) { path in
          guard let file = try? GGUFFile(path: path) else { return }
          for tensor in file.tensors { #expect(file.bytes(of: tensor).count == tensor.byteCount) }
          for key in file.metadata.keys {
            _ = try? file.metadata.string(key)
            _ = try? file.metadata.strings(key)
            _ = try? file.metadata.ints(key)
            _ = try? file.metadata.floats(key)
          }
        }
      }
    }
  }

  @Test func `what is no GGUF file at all is told so`() throws {
    #expect(try error([])?.code == .notGGUF)
    #expect(try error(Array("GGU".utf8))?.code == .notGGUF)
    #expect(try error(Array("#!/bin/sh\necho no model\n".utf8))?.code == .notGGUF)
    for path in ["/nonexistent/model.gguf", FileManager.default.temporaryDirectory.path, "/dev/null"] {
      do {
        _ = try GGUFFile(path: path)
        Issue.record("\(path) was taken")
      } catch {
        #expect(error.code == .unreadable && error.path == path)
      }
    }
  }

  @Test func `versions and byte orders that are not read are named`() throws {
    var writer = sound
    for version in [0, 1, 4, 99] as [UInt32] {
      writer.version = version
      try expect(.unsupportedVersion, "version \(version)", writer)
    }
    writer.version = UInt32(3).byteSwapped
    try expect(.unsupportedVersion, "big-endian", writer)
  }

  @Test func `counts are bounded by what the file can hold`() throws {
    var writer = sound
    for count in [3, 1 << 20, 1 << 40, .max] as [UInt64] {
      writer.tensorCount = count
      #expect(try error(writer.bytes) != nil)
    }
    writer.tensorCount = nil
    for count in [1 << 20, .max] as [UInt64] {
      writer.valueCount = count
      try expect(.malformed, "number of metadata values", writer)
    }
    for count in [1 << 30, 1 << 61, .max] as [UInt64] {
      var array: [UInt8] = []
      array.little(UInt32(4))
      array.little(count)
      writer = sound
      writer.values.append(("huge", .raw(type: 9, array)))
      try expect(.malformed, "length of huge", writer)
      array = []
      array.little(count)
      writer.values[writer.values.count - 1] = ("huge", .raw(type: 8, array))
      try expect(.truncated, "value of huge", writer)
    }
  }

  @Test func `values of unknown types, nested arrays and odd bools are refused`() throws {
    var writer = sound
    writer.values.append(("odd", .raw(type: 13, [])))
    try expect(.malformed, "type of odd is 13", writer)
    writer.values[5] = ("odd", .raw(type: 9, [9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]))
    try expect(.malformed, "array of arrays", writer)
    writer.values[5] = ("odd", .bool(2))
    try expect(.malformed, "a bool is 0 or 1", writer)
  }

  @Test func `keys and names occur once, are not empty and are text`() throws {
    var writer = sound
    writer.values.append(("a.number", .uint32(8)))
    try expect(.malformed, "a.number occurs twice", writer)
    writer.values[5] = ("", .uint32(8))
    try expect(.malformed, "0 bytes", writer)
    writer.values[5] = (String(repeating: "k", count: 65_536), .uint32(8))
    try expect(.malformed, "65536 bytes", writer)
    writer = sound
    writer.tensors[1].name = "one"
    try expect(.malformed, "one occurs twice", writer)
    var bytes = sound.bytes
    let place = try #require(bytes.firstRange(of: Array("a.number".utf8)))
    bytes[place.lowerBound] = 0xFF
    #expect(try error(bytes)?.message.contains("not valid UTF-8") == true)
  }

  @Test func `dimensions that overflow, vanish or break blocks are refused`() throws {
    var writer = sound
    for dimensions in [[], [1, 1, 1, 1, 1], [0], [32, 0], [1 << 31], [.max], [1 << 63, 2]] as [[UInt64]] {
      writer.tensors[0].dimensions = dimensions
      try expect(.malformed, "dimension", writer)
    }
    let most = UInt64(Int32.max)
    writer.tensors[0].dimensions = [most, most, most, most]
    try expect(.malformed, "multiply to more", writer)
    writer.tensors[0].dimensions = [most, most]
    try expect(.malformed, "more than 2⁶³ bytes", writer)
    writer.tensors[0].dimensions = [most, 1024]
    try expect(.truncated, "past the end", writer)
    writer.tensors[0] = GGUFWriter.Tensor(name: "one", dimensions: [33], type: 2, offset: 0)
    try expect(.malformed, "Q4_0 comes in blocks of 32", writer)
    writer.tensors[0] = GGUFWriter.Tensor(name: "one", dimensions: [128], type: 14, offset: 0)
    try expect(.malformed, "Q6_K comes in blocks of 256", writer)
  }

  @Test func `tensor types that are not computed with are named`() throws {
    var writer = sound
    for (number, name) in [(10, "Q2_K"), (20, "IQ4_NL"), (26, "I32"), (39, "MXFP4")] as [(UInt32, String)] {
      writer.tensors[0].type = number
      try expect(.unsupportedTensorType, "type \(name)", writer)
    }
    writer.tensors[0].type = 4242
    try expect(.malformed, "number 4242", writer)
    // Larger than it says: the type lies about what follows.
    writer = sound
    writer.tensors[1].type = 0
    try expect(.truncated, "past the end", writer)
  }

  @Test func `tensors lie on the alignment, inside the file, and apart`() throws {
    var writer = sound
    writer.tensors[1].offset = 130
    try expect(.malformed, "no multiple of the alignment", writer)
    writer.tensors[1].offset = 96
    try expect(.malformed, "one and two overlap", writer)
    for offset in [160, 1 << 40, .max - 31] as [UInt64] {
      writer.tensors[1].offset = offset
      try expect(.truncated, "past the end", writer)
    }
    writer = sound
    for alignment in [0, 3, 48, UInt32.max] {
      writer.values.append(("general.alignment", .uint32(alignment)))
      try expect(.badValue, "general.alignment", writer)
      writer.values.removeLast()
    }
    writer.values.append(("general.alignment", .uint32(64)))
    writer.alignment = 64
    #expect(try withTemporaryFile(writer.bytes) { try GGUFFile(path: $0).tensors.count } == 2)
  }

  @Test func `numbers that do not fit or are not finite are refused where they are asked for`() throws {
    var writer = sound
    writer.values += [
      ("large", .uint64(.max)), ("infinite", .float32(.infinity)), ("text", .string([0xC3, 0x28])),
      ("texts", .raw(type: 9, [8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xFF])),
    ]
    try withTemporaryFile(writer.bytes) { path in
      let metadata = try GGUFFile(path: path).metadata
      #expect(throws: GGUFError.self) { try metadata.int("large") }
      #expect(throws: GGUFError.self) { try metadata.double("infinite") }
      #expect(throws: GGUFError.self) { try metadata.string("text") }
      #expect(throws: GGUFError.self) { try metadata.strings("texts") }
      #expect(throws: GGUFError.self) { try metadata.ints("some.floats") }
      #expect(throws: GGUFError.self) { try metadata.floats("some.texts") }
      #expect(throws: GGUFError.self) { try metadata.strings("a.number") }
    }
  }
}
