import Foundation
import PanelCore
import PanelDesk
import PanelServer
import PanelStore
import Synchronization
import Testing

struct RerunTests {
  /// A persona that writes two words, waits, and then votes skip.
  private static func runner(_ isLetOn: Mutex<Bool>.Reference) -> PersonaRunning {
    .here(
      PersonaRunner { question, tell in
        tell(.phase("Writing"))
        tell(.text(move: "first", delta: "Draft"))
        tell(.phase("Writing once more"))
        tell(.text(move: "first", delta: "Quite "))
        tell(.text(move: "first", delta: "new."))
        while !isLetOn.value { try await Task.sleep(for: .milliseconds(5)) }
        let answer = MoveAnswer(id: "first", text: "Quite new words.", evidence: [], isSupported: true)
        tell(.answer(answer))
        return PersonaRunner.Answer(
          review: Review(
            persona: question.seat.persona, name: "DX", vote: .skip, pShip: 0.25, pShipRaw: 0.25, moves: [answer]),
          run: "test-model, seed \(question.seed), run r2")
      })
  }

  @Test func `a persona judges again: its words stream, and become a version with its history`() async throws {
    let isLetOn = Mutex<Bool>.Reference(false)
    let place = try Place(running: Self.runner(isLetOn))
    try await place.account("ann", .editor)
    let id = try await place.item("r1")
    let key = try await place.login("ann")
    #expect(await place.send("GET", "/items/\(id)", cookie: key).text.contains("Run this persona again"))
    let form = [("seat", "beacon/dx"), ("from", "state=draft")]
    let begun = await place.send("POST", "/items/\(id)/rerun", form: form, cookie: key)
    let page = "/items/\(id)/rerun?job=1&from=state%3Ddraft"
    #expect(begun.status == 303 && begun["location"] == page)
    #expect(
      await place.send("POST", "/items/\(id)/rerun", form: form, cookie: key)["location"] == page, "twice is once")

    // Without JavaScript: a page that asks again.
    var text = ""
    while !text.contains("Quite new.") { text = await place.send("GET", page, cookie: key).text }
    #expect(text.contains("http-equiv=\"refresh\"") && text.contains("Writing once more") && !text.contains("Draft"))
    #expect(await place.send("GET", "/items/\(id)", cookie: key).text.contains("judges again"))
    // With it: events.
    let events = await place.send("GET", "/items/\(id)/events?job=1", cookie: key)
    #expect(events["content-type"] == "text/event-stream; charset=utf-8" && events["cache-control"] == "no-store")
    isLetOn.value = true
    var stream = ""
    for await bytes in try #require(events.stream) { stream += String(decoding: bytes, as: UTF8.self) }
    #expect(stream.contains("data: {") && stream.contains("Quite new words."))
    #expect(stream.contains("\"target\":\"\\/items\\/\(id)?saved=2&form=rerun\""), "\(stream)")

    #expect(
      await place.send("GET", page, cookie: key)["location"] == "/items/\(id)?saved=2&form=rerun&from=state%3Ddraft")
    let item = await place.send("GET", "/items/\(id)", cookie: key).text
    for part in [
      "The persona ran again: test-model, seed 2, run r2. Before: ship, P(ship) 0.50.", "<del>One two three.</del>",
      "<ins>Quite new words.</ins>", "P(ship) 0.25",
    ] {
      #expect(item.contains(part), "\(part)")
    }
    #expect(await place.send("GET", "/items/\(id)/page", cookie: key).text.contains("again (test-model"))
    let entry = try await place.desk.entry(id)
    #expect(entry.item.version == 2 && entry.content.edited.verdicts[0].reviews[0].vote == .skip)
    #expect(try await place.desk.versions(of: id).map(\.kind) == ["panel", "rerun"])
    #expect(try await place.desk.auditEntries(of: id).contains { $0.action == "rerun" && $0.actor == "ann" })
  }

  @Test func `a persona that fails leaves the review as it was, and says why`() async throws {
    struct Broken: Error, CustomStringConvertible { var description: String { "The model is gone." } }
    let place = try Place(running: .here(PersonaRunner { _, _ in throw Broken() }))
    try await place.account("ann", .editor)
    let id = try await place.item("r1")
    let key = try await place.login("ann")
    _ = await place.send("POST", "/items/\(id)/rerun", form: [("seat", "beacon/dx")], cookie: key)
    var text = ""
    while !text.contains("The model is gone.") {
      text = await place.send("GET", "/items/\(id)/rerun?job=1", cookie: key).text
    }
    #expect(text.contains("stays") && !text.contains("http-equiv=\"refresh\""))
    #expect(try await place.desk.entry(id).item.version == 1)
  }

  @Test func `who may not edit, asks for no such seat, or has no model here, is told so`() async throws {
    let place = try Place(running: Self.runner(Mutex<Bool>.Reference(true)))
    try await place.account("ann", .editor)
    try await place.account("rea", .reader)
    let id = try await place.item("r1")
    let (ann, rea) = (try await place.login("ann"), try await place.login("rea"))
    let form = [("seat", "beacon/dx")]
    #expect(await place.send("POST", "/items/\(id)/rerun", form: form, cookie: rea).status == 403)
    #expect(!(await place.send("GET", "/items/\(id)", cookie: rea)).text.contains("Run this persona again"))
    for seat in ["beacon/nobody", "beacon", ""] {
      let status = await place.send("POST", "/items/\(id)/rerun", form: [("seat", seat)], cookie: ann).status
      #expect(status == 404 || status == 422, "\(seat)")
    }
    #expect(await place.send("GET", "/items/\(id)/rerun?job=9", cookie: ann).status == 404)
    #expect(await place.send("GET", "/items/\(id)/events?job=x", cookie: ann).status == 404)

    let bare = try Place()
    try await bare.account("ann", .editor)
    let other = try await bare.item("r1")
    let key = try await bare.login("ann")
    let page = await bare.send("GET", "/items/\(other)", cookie: key).text
    #expect(!page.contains("Run this persona again") && page.contains("No model is here."))
    let refused = await bare.send("POST", "/items/\(other)/rerun", form: form, cookie: key)
    #expect(refused.status == 503 && refused.text.contains("No model is here."))
  }
}

extension Mutex where Value == Bool {
  /// One that several tasks hold.
  final class Reference: Sendable {
    private let mutex: Mutex<Bool>
    init(_ value: Bool) { mutex = Mutex<Bool>(value) }
    var value: Bool {
      get { mutex.withLock { $0 } }
      set { mutex.withLock { $0 = newValue } }
    }
  }
}
