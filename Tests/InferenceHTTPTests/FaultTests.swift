import Foundation
import Inference
import InferenceHTTP
import Testing

@Suite("Faulty endpoints end in a named error, never in a vote")
struct FaultTests {
  typealias Step = ScriptedServer.Step

  /// Deadlines that a hanging server soon runs into, and retries without a wait.
  static func options(
    attempts: Int = 3, firstToken: Duration = .seconds(30), between: Duration = .seconds(30),
    total: Duration = .seconds(60), queue: Duration = .seconds(30)
  ) -> HTTPBackendOptions {
    HTTPBackendOptions(
      deadlines: Deadlines(
        connect: .seconds(5), queueWait: queue, firstToken: firstToken, betweenTokens: between, total: total),
      retries: RetryPolicy(attempts: attempts, base: .milliseconds(1), cap: .milliseconds(2), random: { 0.5 }))
  }

  /// Runs one field against a llama-server whose completions are scripted.
  private func run(
    _ field: ResponseField, _ options: HTTPBackendOptions = options(),
    _ completion: @escaping @Sendable (ScriptedServer.Request, Int) -> [Step]
  ) async throws -> (session: Session, server: ScriptedServer) {
    let server = try ScriptedServer.llama(completion)
    defer { server.stop() }
    let backend = try await HTTPBackend.open(server.address, options: options)
    let session = try await Session.run(backend, [.asking("a", ["Go.\n"], [field])])
    await backend.close()
    return (session, server)
  }

  /// The failure of one field, and how often the completion was asked for.
  private func failure(
    _ field: ResponseField, _ options: HTTPBackendOptions = options(), _ steps: Step...
  ) async throws -> (error: InferenceError, calls: Int) {
    let (session, server) = try await run(field, options) { _, _ in steps }
    #expect(session.responses.isEmpty)
    return (try #require(session.failures["a"]), server.count("/completion"))
  }

  @Test("What a good endpoint says is taken as it is")
  func good() async throws {
    let (text, _) = try await run(.sentence) { _, _ in
      [.eventStream, .piece(" it is"), .piece(" fast"), .end("eos"), .close]
    }
    #expect(text.responses["a"]?["move"] == .text(GeneratedText(text: " it is fast", finish: .endOfText)))
    let (vote, _) = try await run(.vote) { _, _ in [ScriptedServer.vote] }
    guard case .choice(let distribution) = vote.responses["a"]?["vote"] else {
      Issue.record("\(vote.failures)")
      return
    }
    #expect(abs(exp(distribution.logProbabilities[0]) - 0.75) < 1e-9)
    #expect(vote.responses["a"]?.usage == TokenUsage(promptTokens: 9, computedPromptTokens: 4))
  }

  @Test("A text that reaches the tokens it was given is cut off by the word limit")
  func limit() async throws {
    let (session, _) = try await run(.sentence) { _, _ in [.eventStream, .piece(" it is"), .end("limit"), .close] }
    #expect(session.responses["a"]?["move"] == .text(GeneratedText(text: " it is", finish: .wordLimit)))
  }

  @Test("A text that is long enough is ended by us, by hanging up")
  func hangUp() async throws {
    let (session, server) = try await run(.sentence) { _, _ in
      [.eventStream, .piece(" one two three four five six."), .piece(" Seven"), .hang]
    }
    #expect(
      session.responses["a"]?["move"] == .text(GeneratedText(text: " one two three four five six.", finish: .sentence)))
    for _ in 0..<200 where server.hungUp == 0 { try await Task.sleep(for: .milliseconds(10)) }
    #expect(server.hungUp == 1)
  }

  @Test("A stream that ends without its end mark is malformed, and not tried again after the reader saw text")
  func noEndMark() async throws {
    let (error, calls) = try await failure(.sentence, Self.options(), .eventStream, .piece(" it"), .close)
    #expect(error.code == .malformedResponse && error.message.contains("end mark"))
    #expect(calls == 1)
  }

  @Test("A stream that ends before any text is tried again, then malformed")
  func emptyStream() async throws {
    let (error, calls) = try await failure(.sentence, Self.options(), .eventStream, .close)
    #expect(error.code == .malformedResponse && error.message.contains("end mark"))
    #expect(calls == 3)
  }

  @Test("A connection that is reset in the middle of a stream is malformed")
  func reset() async throws {
    let (error, calls) = try await failure(
      .sentence, Self.options(), .eventStream, .piece(" it"), .pause(.milliseconds(50)), .reset)
    #expect(error.code == .malformedResponse && error.message.contains("broke"))
    #expect(calls == 1)
  }

  @Test("A connection that is reset before the answer is tried again, then unreachable")
  func resetBefore() async throws {
    let (error, calls) = try await failure(.vote, Self.options(), .reset)
    #expect(error.code == .unreachable)
    // libcurl itself tries once more where a connection that was kept open turns out to be closed.
    #expect(calls >= 3)
  }

  @Test("Endless white space is empty output", arguments: [" ", "\\n", "\\t"])
  func whiteSpace(space: String) async throws {
    let spaces = String(repeating: space, count: 30)
    let (error, calls) = try await failure(
      .sentence, Self.options(), .eventStream, .piece(spaces), .piece(spaces), .piece(spaces), .hang)
    #expect(error.code == .emptyOutput)
    #expect(calls == 1)
  }

  @Test("No output at all is empty output")
  func nothing() async throws {
    let (error, _) = try await failure(.sentence, Self.options(), .eventStream, .end("eos"), .close)
    #expect(error.code == .emptyOutput)
  }

  @Test(
    "An answer that is not what it should be is malformed, and says what it is",
    arguments: [
      (Step.json("{\"content\": "), "invalid JSON"), (.json(""), "nothing"), (.json("[1]"), "another shape"),
      (.json("{}"), "without the probabilities"),
      (.response("<!DOCTYPE html><title>Proxy login</title>", type: "text/html"), "proxy login"),
      (.send("garbage that is not HTTP\r\n\r\n"), "HTTP"),
      (.json(#"{"completion_probabilities": [{"top_logprobs": [{"id": "seven", "logprob": 1}]}]}"#), "another shape"),
    ])
  func malformed(step: Step, words: String) async throws {
    let (error, calls) = try await failure(.vote, Self.options(), step, .close)
    #expect(error.code == .malformedResponse)
    #expect(error.message.lowercased().contains(words.lowercased()), "\(error)")
    #expect(calls == 1)
  }

  @Test("An event that is not JSON, or a page instead of a stream, is malformed")
  func malformedStream() async throws {
    let (bad, _) = try await failure(.sentence, Self.options(), .eventStream, .event("{oops"), .hang)
    #expect(bad.code == .malformedResponse && bad.message.contains("invalid JSON"))
    let (page, _) = try await failure(
      .sentence, Self.options(), .response("<html><title>Hi</title>", type: "text/html"))
    #expect(page.code == .malformedResponse && page.message.contains("web page"))
    let (json, _) = try await failure(.sentence, Self.options(), .json(#"{"content": "x"}"#))
    #expect(json.code == .malformedResponse && json.message.contains("instead of a stream"))
  }

  @Test("A body shorter than it says is tried again, then malformed")
  func shortBody() async throws {
    let (error, calls) = try await failure(
      .vote, Self.options(),
      .send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{}"),
      .close)
    #expect(error.code == .malformedResponse && error.message.contains("broke in the middle"))
    #expect(calls == 3)
  }

  @Test("A body without an end is cut off, and so is an event without an end")
  func hugeBody() async throws {
    let megabyte = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
    let head = Step.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
    let (body, _) = try await run(.vote) { _, _ in
      [head] + Array(repeating: .sendBytes(megabyte), count: 40) + [.close]
    }
    let error = try #require(body.failures["a"])
    #expect(error.code == .malformedResponse && error.message.contains("longer than"))
    let (session, _) = try await run(.sentence) { _, _ in
      [.eventStream, .send("data: ")] + Array(repeating: .sendBytes(megabyte), count: 20) + [.close]
    }
    #expect(session.failures["a"]?.code == .malformedResponse)
  }

  @Test("Slow bytes, one at a time, make the same text")
  func slowBytes() async throws {
    let (session, _) = try await run(.sentence) { _, _ in
      let stream =
        "data: {\"content\": \" früh 🙂\", \"stop\": false}\r\n\r\n: ping\r\n\r\n"
        + "data: {\"content\": \"\", \"stop\": true, \"stop_type\": \"eos\"}\r\n\r\n"
      return [.eventStream] + stream.utf8.flatMap { [Step.sendBytes([$0]), .pause(.microseconds(200))] } + [.close]
    }
    #expect(session.responses["a"]?["move"] == .text(GeneratedText(text: " früh 🙂", finish: .endOfText)))
  }

  @Test("A full queue is tried again, and then reported as overload", arguments: [429, 502, 503, 504])
  func overloaded(status: Int) async throws {
    let (error, calls) = try await failure(
      .vote, Self.options(), .json(#"{"error": {"message": "busy"}}"#, status: status))
    #expect(error.code == .overloaded && error.message.contains("\(status)") && error.message.contains("busy"))
    #expect(calls == 3)
  }

  @Test("What passes after a while is not an error", arguments: [429, 503])
  func passes(status: Int) async throws {
    let (session, server) = try await run(.vote) { _, earlier in
      earlier < 2 ? [.json("{}", status: status, headers: "Retry-After: 0\r\n")] : [ScriptedServer.vote]
    }
    #expect(session.responses["a"] != nil)
    #expect(server.count("/completion") == 3)
  }

  @Test("A Retry-After beyond the queue deadline ends the wait at once")
  func longRetryAfter() async throws {
    let (error, calls) = try await failure(
      .vote, Self.options(), .json("{}", status: 429, headers: "Retry-After: 3600\r\n"))
    #expect(error.code == .overloaded)
    #expect(calls == 1)
  }

  @Test("An endpoint that loads its model is waited for, however often it says so")
  func loading() async throws {
    let (session, server) = try await run(.vote, Self.options(attempts: 1)) { _, earlier in
      earlier == 0
        ? [.json(#"{"error": {"message": "Loading model", "code": 503}}"#, status: 503)] : [ScriptedServer.vote]
    }
    #expect(session.responses["a"] != nil)
    #expect(server.count("/completion") == 2)
  }

  @Test("An endpoint that never stops loading runs into the queue deadline")
  func loadsForever() async throws {
    let server = try ScriptedServer { _, _ in [.json(#"{"error": {"message": "Loading model"}}"#, status: 503)] }
    defer { server.stop() }
    let error = await #expect(throws: InferenceError.self) {
      _ = try await HTTPBackend.open(server.address, options: Self.options(queue: .milliseconds(100)))
    }
    #expect(error?.code == .timedOut && error?.message.contains("queue deadline") == true)
  }

  @Test("A wrong key is not tried again", arguments: [401, 403])
  func unauthorized(status: Int) async throws {
    let (error, calls) = try await failure(
      .vote, Self.options(), .json(#"{"error": {"message": "Invalid API Key"}}"#, status: status))
    #expect(error.code == .unauthorized && error.message.contains("Invalid API Key"))
    #expect(calls == 1)
  }

  @Test("What the endpoint refuses is not tried again", arguments: [400, 404, 500])
  func rejected(status: Int) async throws {
    let (error, calls) = try await failure(.vote, Self.options(), .json(#"{"error": "no such thing"}"#, status: status))
    #expect(error.code == .rejected && error.message.contains("no such thing"))
    #expect(calls == 1)
  }

  @Test(
    "A prompt that does not fit is told with its numbers, whoever says so",
    arguments: [
      #"{"error": {"code": 400, "message": "too long", "type": "exceed_context_size_error", "n_prompt_tokens": 5000, "n_ctx": 4096}}"#,
      #"{"error": {"message": "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.", "type": "invalid_request_error", "code": "context_length_exceeded"}}"#,
      #"{"object": "error", "message": "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4900 in the messages, 100 in the completion).", "type": "BadRequestError", "code": 400}"#,
    ])
  func overflow(body: String) async throws {
    let (error, calls) = try await failure(.vote, Self.options(), .json(body, status: 400))
    #expect(error.code == .contextOverflow && error.message.contains("5000") && error.message.contains("4096"))
    #expect(calls == 1)
    let (streamed, _) = try await failure(.sentence, Self.options(), .eventStream, .event(body), .close)
    #expect(streamed.code == .contextOverflow || !body.contains("\"error\": {"))
  }

  @Test("Each deadline has its own message")
  func deadlines() async throws {
    let (first, _) = try await failure(.sentence, Self.options(firstToken: .milliseconds(200)), .hang)
    #expect(first.code == .timedOut && first.message.contains("first-token deadline"))
    let (comments, _) = try await failure(
      .sentence, Self.options(firstToken: .milliseconds(200)), .eventStream, .send(": ping\n\n"), .hang)
    #expect(comments.code == .timedOut && comments.message.contains("first-token deadline"))
    let (between, _) = try await failure(
      .sentence, Self.options(between: .milliseconds(200)), .eventStream, .piece(" it"), .hang)
    #expect(between.code == .timedOut && between.message.contains("between-tokens deadline"))
    let (total, _) = try await failure(.vote, Self.options(total: .milliseconds(200)), .hang)
    #expect(total.code == .timedOut && total.message.contains("total deadline"))
  }

  @Test("Requests that cannot be carried out are refused before anything is sent")
  func badRequests() async throws {
    for kind in [
      ResponseField.Kind.choice([]), .choice(["a", "a"]), .choice([""]), .evidence(allowed: [], atMost: 1),
      .text(TextLimit(enoughWords: 0, maxWords: 0)),
    ] {
      let (error, calls) = try await failure(ResponseField(id: "x", leadIn: "X:", kind: kind), Self.options(), .close)
      #expect(error.code == .badRequest)
      #expect(calls == 0)
    }
  }
}
