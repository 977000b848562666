import Foundation
import TestSupport
import Testing

@testable import Inference

@Suite("A recording")
struct RecordingTests {
  private let file = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID()).jsonl")

  private func recorded(_ requests: [InferenceRequest], answer: @escaping ScriptedBackend.Answer) async throws {
    let backend = RecordingBackend(recording: ScriptedBackend(answer: answer), to: file)
    for try await _ in backend.run(requests) {}
    try backend.save()
  }

  @Test("answers a recorded request with the same events, whatever its id is now")
  func replays() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let request = BackendConformance.request("one", about: "a tool")
    try await recorded([request]) { PlainAnswers.make($0) }
    let replay = try ReplayBackend(contentsOf: file)
    #expect(replay.identity.kind == "recording")
    #expect(replay.identity.model == "scripted")
    var renamed = request
    renamed.id = RequestID("another name")
    var text = ""
    var response: InferenceResponse?
    for try await event in replay.run([renamed]) {
      if case .text(renamed.id, _, let delta) = event { text += delta }
      if case .finished(renamed.id, let answer) = event { response = answer }
    }
    #expect(response?.fields.map(\.value) == PlainAnswers.make(request))
    #expect(text == PlainAnswers.sentence("one"))
  }

  @Test("names the nearest request for one that it does not hold")
  func missing() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let requests = ["alpha", "beta"].map { BackendConformance.request("ask/\($0)", about: $0) }
    try await recorded(requests) { PlainAnswers.make($0) }
    var changed = requests[1]
    changed.sampling.seed = 99
    var failure: InferenceError?
    for try await event in try ReplayBackend(contentsOf: file).run([changed]) {
      if case .failed(_, let error) = event { failure = error }
    }
    #expect(failure?.code == .notRecorded)
    #expect(failure?.message.contains("ask/beta") == true)
    #expect(failure?.remedy.isEmpty == false)
  }

  @Test("tells requests apart by messages, fields and sampling, and not by how segments are cut")
  func keys() {
    let request = BackendConformance.request("one", about: "a tool")
    var cut = request
    cut.messages[1].segments = [request.messages[1].text]
    #expect(RecordingKey(cut) == RecordingKey(request))
    var changed: [InferenceRequest] = []
    changed.append(request)
    changed[0].messages[1].segments.append("More.\n")
    changed.append(request)
    changed[1].fields[0].leadIn += " really"
    changed.append(request)
    changed[2].sampling.temperature = 0.9
    changed.append(request)
    changed[3].fields[1].kind = .choice(["skip", "ship"])
    #expect(Set(([request] + changed).map { RecordingKey($0) }).count == 5)
  }

  @Test("keeps failures, with their code, and does not keep what was cancelled")
  func failures() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let requests = ["fails", "stops"].map { BackendConformance.request($0, about: $0) }
    try await recorded(requests) { request throws(InferenceError) in
      throw InferenceError(request.id.rawValue == "fails" ? .timedOut : .cancelled, "No.")
    }
    var codes: [InferenceError.Code] = []
    for try await event in try ReplayBackend(contentsOf: file).run(requests) {
      if case .failed(_, let error) = event { codes.append(error.code) }
    }
    #expect(codes == [.timedOut, .notRecorded])
  }

  @Test("refuses a file that is none, naming the line")
  func broken() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    for (text, line) in [("", "line 1"), ("{\"schema\":\"other\"}", "line 1")] {
      try Data(text.utf8).write(to: file)
      let error = #expect(throws: InferenceError.self) { try ReplayBackend(contentsOf: file) }
      #expect(error?.message.contains(line) == true)
    }
    var header = Recording(identity: ScriptedBackend().identity, capabilities: ScriptedBackend().capabilities)
    try header.write(to: file)
    header = try Recording(contentsOf: file)
    #expect(header.count == 0)
    try (Data(contentsOf: file) + Data("{\"id\":1}\n".utf8)).write(to: file)
    let error = #expect(throws: InferenceError.self) { try Recording(contentsOf: file) }
    #expect(error?.message.contains("line 2") == true)
  }

  @Test("a slow replay stops when its reader goes away")
  func delays() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let request = BackendConformance.request("one", about: "a tool")
    try await recorded([request]) { PlainAnswers.make($0) }
    let replay = try ReplayBackend(contentsOf: file, delay: .seconds(60))
    let reader = Task { for try await _ in replay.run([request]) {} }
    reader.cancel()
    _ = try? await reader.value
  }
}
