import Foundation

@testable import InferenceHTTP

/// An HTTP server that does exactly what a test tells it, faults included; on plain sockets, one thread a connection.
final class ScriptedServer: Sendable {
  /// A request as it came.
  struct Request: Sendable {
    var method: String
    var path: String
    var headers: [String: String]
    var body: String
  }

  /// What a connection does in answer to one request, in order.
  enum Step: Sendable {
    case send(String)
    case sendBytes([UInt8])
    case pause(Duration)
    /// Nothing more; the connection stays open until the client closes it.
    case hang
    /// The connection ends in the usual way.
    case close
    /// The connection is reset.
    case reset
  }

  private struct State {
    var requests: [Request] = []
    var hungUp = 0
    var isStopped = false
  }

  let port: UInt16
  private let listener: Int32
  private let state = Locked(State())
  private let respond: @Sendable (Request, Int) -> [Step]

  var address: String { "http://127.0.0.1:\(port)" }
  /// Requests so far.
  var requests: [Request] { state.withLock { $0.requests } }
  /// Connections on which the client hung up while the server was not done.
  var hungUp: Int { state.withLock { $0.hungUp } }

  func count(_ path: String) -> Int { requests.count { $0.path == path } }

  /// Starts it. `respond` gets each request and how many came for the same path before it.
  init(_ respond: @escaping @Sendable (Request, Int) -> [Step]) throws {
    self.respond = respond
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var on: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isListening else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    port = UInt16(bigEndian: address.sin_port)
    Thread { [self] in accept() }.start()
  }

  func stop() {
    let wasStopped = state.withLock { state in
      defer { state.isStopped = true }
      return state.isStopped
    }
    if !wasStopped { shutdown(listener, Int32(SHUT_RDWR)) }
  }

  private func accept() {
    while true {
      let connection = Foundation.accept(listener, nil, nil)
      guard connection >= 0, !state.withLock({ $0.isStopped }) else {
        if connection >= 0 { close(connection) }
        break
      }
      Thread { [self] in serve(connection) }.start()
    }
    close(listener)
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    var buffer: [UInt8] = []
    while let request = Self.read(from: connection, &buffer) {
      let earlier = state.withLock { state in
        defer { state.requests.append(request) }
        return state.requests.count { $0.path == request.path }
      }
      for step in respond(request, earlier) {
        switch step {
        case .send(let text): guard send(Array(text.utf8), to: connection) else { return }
        case .sendBytes(let bytes): guard send(bytes, to: connection) else { return }
        case .pause(let duration): usleep(UInt32(duration / .microseconds(1)))
        case .hang:
          var byte: UInt8 = 0
          if recv(connection, &byte, 1, 0) <= 0 { state.withLock { $0.hungUp += 1 } }
          return
        case .close: return
        case .reset:
          var now = linger(l_onoff: 1, l_linger: 0)
          setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
          return
        }
      }
    }
  }

  private func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else {
        state.withLock { $0.hungUp += 1 }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func read(from connection: Int32, _ buffer: inout [UInt8]) -> Request? {
    func more() -> Bool {
      var chunk = [UInt8](repeating: 0, count: 65536)
      let count = recv(connection, &chunk, chunk.count, 0)
      if count > 0 { buffer += chunk[..<count] }
      return count > 0
    }
    var head = ""
    while true {
      if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
        head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        buffer.removeFirst(end.upperBound)
        break
      }
      // 22 begins a TLS handshake, which we do not answer.
      guard more(), buffer.first != 22 else { return nil }
    }
    let lines = head.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    while buffer.count < length { guard more() else { return nil } }
    let body = String(decoding: buffer[..<length], as: UTF8.self)
    buffer.removeFirst(length)
    return Request(method: String(words[0]), path: String(words[1]), headers: headers, body: body)
  }
}

extension ScriptedServer.Step {
  static func json(_ body: String, status: Int = 200, headers: String = "") -> Self {
    response(body, status: status, type: "application/json", headers: headers)
  }

  static func response(_ body: String, status: Int = 200, type: String, headers: String = "") -> Self {
    .send(
      "HTTP/1.1 \(status) X\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }

  /// Head of a stream of events that ends with its connection.
  static let eventStream = Self.send(
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")

  static func event(_ json: String) -> Self { .send("data: \(json)\n\n") }

  /// An event of llama-server with more text.
  static func piece(_ text: String) -> Self {
    .event(#"{"content": "\#(text)", "stop": false, "tokens_predicted": 1, "tokens_evaluated": 9}"#)
  }

  static func end(_ type: String) -> Self {
    .event(#"{"content": "", "stop": true, "stop_type": "\#(type)", "tokens_predicted": 2, "tokens_evaluated": 9}"#)
  }
}

extension ScriptedServer {
  /// A llama-server whose completions go as `completion` says; everything else works.
  static func llama(
    model: String = "test-model", slots: Int = 2, _ completion: @escaping @Sendable (Request, Int) -> [Step]
  ) throws -> ScriptedServer {
    try ScriptedServer { request, earlier in
      switch request.path {
      case "/health": [.json(#"{"status": "ok"}"#)]
      case "/props":
        [
          .json(
            #"{"default_generation_settings": {"n_ctx": 512}, "total_slots": \#(slots), "#
              + #""model_path": "/models/\#(model).gguf", "build_info": "b1-test"}"#)
        ]
      case "/apply-template": [.json(#"{"prompt": "<chat>"}"#)]
      case "/tokenize":
        [.json(#"{"tokens": [\#(request.body.contains("ship") ? 7 : request.body.contains("skip") ? 8 : 9)]}"#)]
      case "/completion": completion(request, earlier)
      default: [.json("{}", status: 404)]
      }
    }
  }

  /// Probabilities of the tokens for “ship” and “skip” of ``llama(model:slots:_:)``.
  static let vote = Step.json(
    #"{"content": "x", "tokens_evaluated": 9, "timings": {"prompt_n": 4}, "completion_probabilities": [{"id": 7, "#
      + #""top_logprobs": [{"id": 7, "logprob": -0.2876820724517809}, {"id": 8, "logprob": -1.3862943611198906}]}]}"#)
}
