import Foundation
import Inference
import Testing

@testable import InferenceHTTP

@Suite("Endpoints that speak OpenAI's dialect")
struct OpenAITests {
  /// Opens `server`, runs one field there and stops it.
  private func run(
    _ field: ResponseField, at server: ScriptedServer, model: String? = nil
  ) async throws -> (session: Session, backend: HTTPBackend) {
    defer { server.stop() }
    var options = FaultTests.options()
    options.model = model
    let backend = try await HTTPBackend.open(server.address, options: options)
    let session = try await Session.run(backend, [.asking("a", ["Go.\n"], [field])])
    await backend.close()
    return (session, backend)
  }

  /// The body of the last chat request.
  private func lastChat(_ server: ScriptedServer) throws -> JSONValue {
    let chats = server.requests.filter { $0.path == "/v1/chat/completions" }
    let body = try #require(chats.last?.body)
    return try #require(JSONValue(bytes: Array(body.utf8)))
  }

  @Test("vLLM continues our turn, lists probabilities and counts tokens")
  func vllm() async throws {
    let server = try ScriptedServer.openAI(owner: "vllm") { request, _ in
      request.body.contains("\"stream\":true")
        ? ScriptedServer.streaming(" it", " is fast", ".")
        : [ScriptedServer.listing((" ship", 0.6), (" skip", 0.2), (" x", 0.1))]
    }
    defer { server.stop() }
    let backend = try await HTTPBackend.open(server.address, options: FaultTests.options())
    #expect(backend.identity == BackendIdentity(kind: "http", model: "m", engine: "vLLM 1.2.3"))
    #expect(backend.capabilities.contextLength == 2048 && backend.capabilities.readsDistributions)
    let request = InferenceRequest.asking("a", ["Go.\n"], [.sentence, .vote])
    let session = try await Session.run(backend, [request])
    let response = try #require(session.responses["a"])
    #expect(response["move"] == .text(GeneratedText(text: " it is fast.", finish: .endOfText)))
    guard case .choice(let vote) = response["vote"] else {
      Issue.record("\(response)")
      return
    }
    #expect(abs(exp(vote.logProbabilities[0]) - 0.75) < 1e-9)
    let chat = try lastChat(server)
    #expect(chat["continue_final_message"] == .bool(true) && chat["add_generation_prompt"] == .bool(false))
    #expect(chat["messages"]?.array?.last?["content"]?.string == "The tool is good because it is fast.\nVote:")
    #expect(try await backend.countPromptTokens([request]) == [42])
    await backend.close()
  }

  @Test("An endpoint that only answers is asked to begin with the lead-in, which is taken off again")
  func leadIn() async throws {
    let server = try ScriptedServer.openAI(owner: "somebody") { request, _ in
      request.body.contains("\"stream\":true")
        ? ScriptedServer.streaming("The tool is", " good because", " it is", " fast")
        : [ScriptedServer.listing(("yes", 0.9))]
    }
    let (session, backend) = try await run(.sentence, at: server)
    #expect(session.responses["a"]?["move"] == .text(GeneratedText(text: " it is fast", finish: .endOfText)))
    #expect(session.streamed["a.move"] == " it is fast")
    #expect(backend.capabilities.readsDistributions)
    let chat = try lastChat(server)
    #expect(chat["continue_final_message"] == nil && chat["top_k"] == nil)
    #expect(chat["messages"]?.array?.last?["content"]?.string?.contains("The tool is good because") == true)
  }

  @Test("Where no probabilities are listed, the distribution is estimated from answers in JSON")
  func samples() async throws {
    let server = try ScriptedServer.openAI(owner: "organization_owner") { _, earlier in
      // The first call asks whether probabilities are listed.
      [ScriptedServer.saying(earlier == 0 ? "yes" : earlier % 4 == 0 ? #"{"answer": "skip"}"# : #"{"answer": "ship"}"#)]
    }
    let (session, backend) = try await run(.vote, at: server)
    #expect(backend.identity.engine == "LM Studio" && !backend.capabilities.readsDistributions)
    guard case .choice(let vote) = session.responses["a"]?["vote"] else {
      Issue.record("\(session.failures)")
      return
    }
    // Six of eight, with half an answer added to each label.
    #expect(abs(exp(vote.logProbabilities[0]) - 6.5 / 9) < 1e-9)
    let chat = try lastChat(server)
    let schema = chat["response_format"]?["json_schema"]?["schema"]
    #expect(schema?["properties"]?["answer"]?["enum"] == .array([.string("ship"), .string("skip")]))
    #expect(schema?["additionalProperties"] == .bool(false))
  }

  @Test(
    "An answer that is cut off, empty, no JSON, or another label is a named error",
    arguments: [
      (#"{"answ"#, "length", InferenceError.Code.truncated), ("  ", "stop", .emptyOutput),
      ("I would ship it", "stop", .invalidOutput), (#"{"answer": "both"}"#, "stop", .invalidOutput),
    ])
  func badAnswers(content: String, finish: String, code: InferenceError.Code) async throws {
    let server = try ScriptedServer.openAI(owner: "library") { _, _ in [ScriptedServer.saying(content, finish: finish)]
    }
    let (session, backend) = try await run(.vote, at: server)
    #expect(backend.identity.engine == "Ollama 1.2.3")
    #expect(session.failures["a"]?.code == code)
    #expect(session.responses.isEmpty)
  }

  @Test("Labels that are not among the listed tokens are invalid output, not a vote")
  func unlisted() async throws {
    let server = try ScriptedServer.openAI(owner: "vllm") { _, _ in
      [ScriptedServer.listing((" boat", 0.6), (" raft", 0.2))]
    }
    #expect(try await run(.vote, at: server).session.failures["a"]?.code == .invalidOutput)
  }

  @Test("A stream without an end mark is malformed; one that was cut off by the tokens is cut off by the word limit")
  func streams() async throws {
    let broken = try ScriptedServer.openAI(owner: "vllm") { _, _ in ScriptedServer.streaming(" it", ends: false) }
    let error = try await run(.sentence, at: broken).session.failures["a"]
    #expect(error?.code == .malformedResponse && error?.message.contains("end mark") == true)
    let long = try ScriptedServer.openAI(owner: "vllm") { _, _ in ScriptedServer.streaming(" it", finish: "length") }
    #expect(
      try await run(.sentence, at: long).session.responses["a"]?["move"]
        == .text(GeneratedText(text: " it", finish: .wordLimit)))
    let filtered = try ScriptedServer.openAI(owner: "vllm") { _, _ in
      ScriptedServer.streaming(" it", finish: "content_filter")
    }
    #expect(try await run(.sentence, at: filtered).session.failures["a"]?.message.contains("content_filter") == true)
    let empty = try ScriptedServer.openAI(owner: "vllm") { _, _ in ScriptedServer.streaming(" ", "\\n") }
    #expect(try await run(.sentence, at: empty).session.failures["a"]?.code == .emptyOutput)
  }

  @Test("Of several models one has to be named, and an unknown one is refused with the known ones")
  func models() async throws {
    func open(_ model: String?) async throws -> String {
      let server = try ScriptedServer.openAI(owner: "library", models: ["a:latest", "b"]) { _, _ in
        [ScriptedServer.saying("x")]
      }
      return try await run(.vote, at: server, model: model).backend.identity.model
    }
    #expect(try await open("b") == "b")
    #expect(try await open("a") == "a:latest")
    for wanted in [nil, "c"] {
      let error = await #expect(throws: InferenceError.self) { _ = try await open(wanted) }
      #expect(error?.code == .badRequest && error?.description.contains("a:latest, b") == true)
    }
  }

  @Test("An endpoint that speaks neither dialect is named with what it answers")
  func unknown() async throws {
    let page = try ScriptedServer { _, _ in [.response("<html><title>Router login</title>", type: "text/html")] }
    let json = try ScriptedServer { _, _ in [.json("[]", headers: "Server: nginx\r\n")] }
    let missing = try ScriptedServer { _, _ in [.response("", status: 404, type: "x", headers: "Server: nginx\r\n")] }
    let garbage = try ScriptedServer { _, _ in [.send("SSH-2.0-OpenSSH\r\n"), .close] }
    defer { for server in [page, json, missing, garbage] { server.stop() } }
    for (server, words) in [(page, "router login"), (json, "no object"), (missing, "nginx"), (garbage, "HTTP")] {
      let error = await #expect(throws: InferenceError.self) {
        _ = try await HTTPBackend.open(server.address, options: FaultTests.options())
      }
      #expect(error?.code == .unknownDialect && error?.message.contains(words) == true, "\(String(describing: error))")
    }
  }

  @Test("Nobody at the address is unreachable, after the retries")
  func unreachable() async throws {
    let port = try #require(FreePort.find())
    let error = await #expect(throws: InferenceError.self) {
      _ = try await HTTPBackend.open("http://127.0.0.1:\(port)", options: FaultTests.options())
    }
    #expect(error?.code == .unreachable && error?.message.contains("\(port)") == true)
    let socket = await #expect(throws: InferenceError.self) {
      _ = try await HTTPBackend.open("unix:/nowhere/x.sock", options: FaultTests.options())
    }
    #expect(socket?.code == .unreachable && socket?.message.contains("/nowhere/x.sock") == true)
  }
}
