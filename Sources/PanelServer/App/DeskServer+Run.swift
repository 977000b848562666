import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

extension DeskServer {
  /// Serves until the process is asked to end (SIGTERM, SIGINT), then lets running requests finish.
  ///
  /// - Parameter onReady: handed the port, which the system chose where the settings say 0.
  public func run(onReady: @escaping @Sendable (Int) -> Void) async throws {
    var logger = Logger(label: "panel.serve")
    logger.logLevel = .error
    let responder = CallbackResponder<PeerContext> { [self] request, context in
      await respond(request, context)
    }
    let application = Application(
      responder: responder,
      server: .http1(
        configuration: .init(
          idleTimeout: .seconds(Int64(settings.requestSeconds)),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host == "localhost" ? "127.0.0.1" : settings.host, port: settings.port),
        serverName: nil),
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) }, logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [self] in
        while !Task.isCancelled {
          await tick()
          try await Task.sleep(for: .seconds(5))
        }
      }
      group.addTask { try await application.runService() }
      // The second ends only when the server does.
      do {
        try await group.next()
      } catch is CancellationError {}
      await reruns.stop()
      group.cancelAll()
    }
  }

  private func respond(_ request: Request, _ context: PeerContext) async -> Response {
    var headers: [String: String] = [:]
    for field in request.headers {
      let name = field.name.rawName.lowercased()
      headers[name] = headers[name].map { $0 + (name == "cookie" ? "; " : ", ") + field.value } ?? field.value
    }
    if let host = request.head.authority { headers["host"] = host }
    var address = context.address
    if settings.isBehindProxy, let last = headers["x-forwarded-for"]?.split(separator: ",").last {
      address = last.filter { !$0.isWhitespace }
    }
    var web = WebRequest(
      method: request.method.rawValue, target: request.head.path ?? "/", headers: headers, body: [], address: address)
    let answer: WebResponse
    do {
      web.body = try await body(of: request)
      answer = await respond(to: web)
    } catch {
      // Not read to its end: the connection cannot be used again.
      var response = failure(error, web)
      addHeaders(to: &response, web, id: world.newID())
      response.headers.append(("Connection", "close"))
      answer = response
    }
    var fields = HTTPFields()
    for (name, value) in answer.headers {
      if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
    }
    if let stream = answer.stream, request.method != .head {
      return Response(
        status: .init(code: answer.status), headers: fields,
        body: ResponseBody { writer in
          // A server that ends waits for its answers, and this one may take minutes.
          for await bytes in stream.cancelOnGracefulShutdown() { try await writer.write(ByteBuffer(bytes: bytes)) }
          try await writer.finish(nil)
        })
    }
    fields[.contentLength] = "\(answer.body.count)"
    return Response(
      status: .init(code: answer.status), headers: fields,
      body: request.method == .head || answer.status == 304
        ? .init() : .init(byteBuffer: ByteBuffer(bytes: answer.body)))
  }

  /// The body, within the limits of size and time.
  private func body(of request: Request) async throws -> [UInt8] {
    if request.method == .get || request.method == .head { return [] }
    let most = settings.mostBodyBytes
    let tooLarge = WebError(
      status: 413, title: "Too long", message: "That is more than \(most) bytes, so nothing was saved.",
      remedy: "Go back: what you typed is still there. Shorten it.")
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > most { throw tooLarge }
    return try await withThrowingTaskGroup(of: [UInt8].self) { [seconds = settings.requestSeconds] group in
      group.addTask {
        do {
          return Array(buffer: try await request.body.collect(upTo: most))
        } catch is NIOTooManyBytesError {
          throw tooLarge
        }
      }
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        throw WebError(status: 408, title: "Too slow", message: "The request took too long to arrive.")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? []
    }
  }
}

/// Knows who is at the other end.
struct PeerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let address: String

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? "local"
  }
}
