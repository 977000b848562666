import Foundation
import PanelCore
import PanelDesk
import PanelStore
import TestSupport
import Testing

extension BrowserTests {
  /// "Run this persona again" in a browser, by keys.
  struct RerunTests {
    private static let facts = [
      "Beacon starts an HTTP server with one call and no configuration file.",
      "Its documentation has a tutorial of four pages and a reference of every function.",
      "Version 2 broke the names of eleven functions; a migration guide lists them.",
      "The test suite runs in 40 seconds on a laptop.",
      "Beacon has no plugin system.",
      "Error messages name the file, the line and what was expected.",
      "Releases come out every six weeks.",
      "It is free under the MIT licence.",
    ]

    /// Runs the seat of the first text again, and hands over what streamed before it was there.
    private static func run(_ browser: WebDriver, _ served: ServedDesk) async throws -> [String] {
      try await served.place.item("real", facts: facts)
      try await EditorTests.logIn("ann", browser, served)
      try await browser.open(served.address + "/items/1")
      // The recommendation, then the first text of the first persona.
      try await browser.press("nny")
      var streamed: [String] = []
      let deadline = ContinuousClock.now + .seconds(150)
      while ContinuousClock.now < deadline {
        // The words of the page that streams; of the item afterwards an end.
        let words =
          (try? await browser.run(
            "return document.body.innerText.includes('The persona ran again') ? 'over' "
              + ": document.querySelector('.problem')?.textContent ?? document.getElementById('live')?.innerText ?? ''"))
          ?? ""
        if words == "over" { break }
        if !words.isEmpty, words != streamed.last { streamed.append(words) }
        try await Task.sleep(for: .milliseconds(20))
      }
      try await browser.wait("location.pathname === '/items/1' && document.readyState === 'complete'")
      #expect(try await browser.run("return document.body.innerText").contains("The persona ran again"))
      let entry = try await served.place.desk.entry(1)
      #expect(entry.item.version == 2)
      #expect(entry.content.base.verdicts[0].reviews[0].moves.first?.text != "One two three.")
      return streamed
    }

    @Test(.timeLimit(.minutes(10)))
    func `a persona's text streams into the page, and its end opens the item`() async throws {
      try await EditorTests.browse(items: 0, ["--backend", "scripted:delay=300"], program: "scripted-panel") {
        browser, served in
        let streamed = try await Self.run(browser, served)
        #expect(!streamed.isEmpty)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func `SmolLM2 on the kernel judges again, and its words are seen as they grow`() async throws {
      guard TestModel.smollm2.file != nil else { return }
      try await EditorTests.browse(items: 0, ["--own-words", "--model", TestModel.smollm2.rawValue]) {
        browser, served in
        let streamed = try await Self.run(browser, served)
        #expect(streamed.count > 2, "\(streamed)")
        let note = try await served.place.desk.versions(of: 1).last?.note ?? ""
        #expect(note.contains("smollm2-135m-instruct, seed 2"), "\(note)")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func `a server that is asked to end stops a persona that judges`() async throws {
      try await EditorTests.browse(items: 0, ["--backend", "scripted:delay=60000"], program: "scripted-panel") {
        browser, served in
        try await served.place.item("real", facts: Self.facts)
        try await EditorTests.logIn("ann", browser, served)
        try await browser.open(served.address + "/items/1")
        try await browser.press("nny")
        try await browser.wait("document.getElementById('live')")
        let began = ContinuousClock.now
        #expect(served.end(SIGTERM) == 0)
        #expect(ContinuousClock.now - began < .seconds(20))
        #expect(try await served.place.desk.entry(1).item.version == 1)
      }
    }
  }
}
