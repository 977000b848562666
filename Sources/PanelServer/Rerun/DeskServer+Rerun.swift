import Foundation
import PanelCore
import PanelDesk
import PanelSite

extension DeskServer {
  /// Starts a persona's new judgement, and leads to the page that shows it.
  func rerun(_ id: Int64, _ form: FormData, _ actor: Actor) async throws -> WebResponse {
    guard case .here(let runner) = running else { throw notHere }
    guard let seat = form["seat"].flatMap({ SeatPath($0) }) else {
      throw DeskError(.badInput, "There is no such seat.")
    }
    let question = try await desk.question(to: seat, of: id, by: actor)
    let job = try reruns.start(seat, of: id) { [desk, world] tell in
      let answer = try await runner.run(question, tell)
      switch try await desk.replace(
        answer.review, about: seat.tool, of: id, basedOn: question.version, run: answer.run, by: actor, at: world.now())
      {
      case .saved(let version), .unchanged(let version): return version
      case .conflict(let current, _): return current.item.version
      }
    }
    return .see("/items/\(id)/rerun?job=\(job.id)" + Self.suffix(form["from"]))
  }

  /// The text as it is written; without JavaScript the page asks anew every three seconds.
  func rerunPage(_ id: Int64, _ request: WebRequest, _ actor: Actor) async throws -> WebResponse {
    let job = try job(id, request)
    let from = request.query["from"]
    if case .done(let version) = job.state { return .see(Self.target(job, version, from)) }
    let entry = try await desk.entry(id)
    return .html(pages.rerun(RerunPage(job: job, entry: entry, actor: actor, from: from ?? "")))
  }

  /// The same as server-sent events, each with all there is, so that a browser that connects again misses nothing.
  func rerunEvents(_ id: Int64, _ request: WebRequest) throws -> WebResponse {
    let job = try job(id, request)
    let from = request.query["from"]
    let changes = reruns.changes(of: job.id)
    let stream = AsyncStream<[UInt8]> { continuation in
      let task = Task {
        for await job in changes {
          if let event = try? Self.event(job, from) { continuation.yield(event) }
        }
        continuation.finish()
      }
      // Shows to both sides that the connection lives, while a model is opened.
      let beat = Task {
        while !Task.isCancelled {
          try await Task.sleep(for: .seconds(5))
          continuation.yield(Array(": \n\n".utf8))
        }
      }
      continuation.onTermination = { _ in
        task.cancel()
        beat.cancel()
      }
    }
    return WebResponse(
      headers: [("Content-Type", "text/event-stream; charset=utf-8"), ("X-Accel-Buffering", "no")], stream: stream)
  }

  private var notHere: WebError {
    guard case .notHere(let reason) = running else {
      return WebError(status: 404, title: "Not found", message: "There is no such page.")
    }
    return WebError(status: 503, title: "Not here", message: "Personas cannot be run again here. \(reason)")
  }

  private func job(_ id: Int64, _ request: WebRequest) throws -> Reruns.Job {
    guard let job = request.query["job"].flatMap({ Int($0) }).flatMap({ reruns.job($0) }), job.item == id else {
      throw WebError(
        status: 404, title: "Not found", message: "No persona judges under this number; the server may have restarted.",
        remedy: "Open the item: a new review that came to its end stands there.")
    }
    return job
  }

  private struct Event: Encodable {
    struct Move: Encodable {
      var name: String
      var text: String
    }

    var phase: String
    var moves: [Move]
    /// Where to go on, once it is over.
    var target: String?
    var problem: String?
  }

  private static func event(_ job: Reruns.Job, _ from: String?) throws -> [UInt8] {
    var event = Event(
      phase: job.phase,
      moves: job.moves.map {
        Event.Move(name: $0.name.replacing("_", with: " "), text: PlainText.clean($0.text))
      })
    switch job.state {
    case .waiting, .running: break
    case .done(let version): event.target = target(job, version, from)
    case .failed(let problem): event.problem = PlainText.clean(problem)
    }
    return Array("data: ".utf8) + Array(try JSONEncoder().encode(event)) + Array("\n\n".utf8)
  }

  private static func target(_ job: Reruns.Job, _ version: Int, _ from: String?) -> String {
    "/items/\(job.item)?saved=\(version)&form=rerun" + suffix(from)
  }

  static func suffix(_ from: String?) -> String {
    from.map { "&from=\(FormData.encoded(QueueFilter(FormData($0)).text))" } ?? ""
  }
}
