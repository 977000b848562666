import Foundation
import PanelCore
import PanelDesk
import Testing

extension BrowserTests {
  /// What people of the desk do, in a real browser, by keys.
  struct EditorTests {
    private static let enter = "\u{E007}"

    @Test(.timeLimit(.minutes(10)))
    func `an editor clears ten items by keys alone and takes one decision back`() async throws {
      try await Self.browse(items: 11) { browser, served in
        try await Self.logIn("ann", browser, served)
        try await browser.press("j" + Self.enter)
        try await browser.wait("/^\\/items\\//.test(location.pathname) && document.readyState === 'complete'")
        let clock = ContinuousClock()
        let began = clock.now
        for number in 0..<10 {
          let item = try await browser.run("return location.pathname")
          if number % 5 == 3 {
            try await browser.press("xNot for our readers.")
            try await browser.submit()
          } else {
            try await browser.press("a")
          }
          try await browser.wait("location.pathname !== '\(item)' && document.readyState === 'complete'")
          if number == 0 {
            try await browser.press("u")
            try await browser.wait("location.pathname === '\(item)' && document.readyState === 'complete'")
            #expect(try await browser.run("return document.querySelector('.title .state').textContent") == "draft")
            try await browser.press("a")
            try await browser.wait("location.pathname !== '\(item)' && document.readyState === 'complete'")
          }
        }
        print("ten items by keys in Chromium: \(clock.now - began)")
        let counts = try await served.place.desk.counts()
        #expect(counts[.approved] == 8 && counts[.rejected] == 2 && counts[.draft] == 1, "\(counts)")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func `two editors of one text get both and a merge, and no draft is left behind`() async throws {
      try await Self.browse { browser, served in
        try await Self.logIn("ann", browser, served)
        try await Self.edit(browser, served)
        try await browser.press("Mine. ")
        let pat = Actor(try #require(AccountName("pat")), roles: [.editor])
        _ = try await served.place.desk.save(
          [.recommendation: "One two three. Theirs."], of: 1, basedOn: 1, by: pat, at: Place.noon)
        try await browser.submit()
        try await browser.wait("document.querySelector('h1')?.textContent.startsWith('Two versions')")
        let merged = try await browser.run("return document.querySelector('textarea').value")
        #expect(merged.contains("Mine.") && merged.contains("Theirs."), "\(merged)")
        try await browser.submit()
        try await browser.wait("location.pathname === '/items/1' && document.readyState === 'complete'")
        #expect(try await served.place.desk.entry(1).item.version == 3)
        #expect(try await Self.drafts(browser) == "0")

        // The second text is under the cursor: it is the one that opens.
        try await browser.press("nne")
        try await browser.wait(
          "document.activeElement.name === 'text:beacon/dx/first' && document.readyState === 'complete'")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func `what is typed and not saved is there again after leaving, reloading and the session's end`() async throws {
      try await Self.browse { browser, served in
        try await Self.logIn("ann", browser, served)
        try await Self.edit(browser, served)
        try await browser.press("Unsaved. ")
        let value = "document.querySelector('#edit textarea')?.value.includes('Unsaved.')"
        try await browser.open(served.address + "/queue")
        try await browser.back()
        try await browser.wait(value)
        try await browser.run("location.reload()")
        try await browser.wait("document.readyState === 'complete' && \(value)")
        // A change of the account ends its sessions.
        let ann = try #require(AccountName("ann"))
        try await served.place.desk.changeAccount(ann, roles: [.editor, .reader], by: "test", at: Place.noon)
        try await browser.submit()
        try await browser.wait("location.pathname === '/login'")
        #expect(try await browser.run("return document.body.innerText").contains("kept in this browser"))
        #expect(try await served.place.desk.entry(1).item.version == 1)
        try await browser.press("ann\t\(Place.password)\(Self.enter)")
        try await browser.wait("location.pathname === '/items/1' && \(value)")
        try await browser.run("document.querySelector('#edit textarea').focus()")
        try await browser.submit()
        try await browser.wait("location.pathname === '/items/1' && !document.querySelector('#edit')")
        #expect(try await served.place.desk.entry(1).content.edited.recommendation?.text.contains("Unsaved.") == true)
        #expect(try await Self.drafts(browser) == "0")

        // The same for a reason, which is one line in a form of its own.
        try await browser.press("xNot for")
        try await browser.run("location.reload()")
        try await browser.wait("document.readyState === 'complete' && document.querySelector('details[open] textarea')")
        try await served.place.desk.changeAccount(ann, roles: [.editor], by: "test", at: Place.noon)
        try await browser.run("document.querySelector('details[open] textarea').focus()")
        try await browser.submit()
        try await browser.wait("location.pathname === '/login'")
        try await browser.press("ann\t\(Place.password)\(Self.enter)")
        try await browser.wait("document.querySelector('details[open] textarea')?.value === 'Not for'")
        try await browser.run("document.querySelector('details[open] textarea').focus()")
        try await browser.press("\u{E010} us.")
        try await browser.submit()
        try await browser.wait("location.search.includes('what=reject') || location.pathname === '/queue'")
        #expect(try await served.place.desk.entry(1).item.note == "Not for us.")
        #expect(try await Self.drafts(browser) == "0")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func `a publisher publishes by keys, twice clicked is once done, and anybody reads it`() async throws {
      try await Self.browse { browser, served in
        let desk = served.place.desk
        let hash = try await desk.entry(1).item.contentHash
        let ann = Actor(try #require(AccountName("ann")), roles: [.editor])
        try await desk.act(.approve(contentHash: hash), on: 1, by: ann, at: Place.noon)
        try await Self.logIn("pat", browser, served)
        try await browser.open(served.address + "/queue?state=approved")
        try await browser.press("j" + Self.enter)
        try await browser.wait("document.querySelector('[data-key=p]')")
        try await browser.run("const p = document.querySelector('[data-key=p]'); p.click(); p.click(); p.click()")
        try await browser.wait("location.search.includes('what=publish')")
        #expect(try await desk.entry(1).item.state == .published)
        #expect(try await desk.auditEntries(of: 1).count { $0.action == "publish" } == 1)
        // The back button brings the page as it is now, not as it was.
        try await browser.back()
        try await browser.wait("document.querySelector('.state.published')")
        #expect(try await browser.run("return !!document.querySelector('[data-key=p]')") == "false")

        try await browser.run("document.querySelector('form[action=\"/logout\"]').requestSubmit()")
        try await browser.wait("location.pathname === '/login' && document.readyState === 'complete'")
        try await browser.open(served.address + "/read")
        try await browser.run("document.querySelector('main a[href^=\"/read/\"]').click()")
        try await browser.wait("document.querySelector('h1')?.textContent.includes('vs')")
        // Its style is let through by the policy.
        #expect(
          try await browser.run("return getComputedStyle(document.querySelector('.percent')).fontWeight") == "600")
        try await browser.open(served.address + "/items/1")
        try await browser.wait("location.pathname === '/login'")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func `hostile text runs nothing in a browser`() async throws {
      try await Self.browse(items: 0) { browser, served in
        for (index, text) in SecurityTests.hostile.enumerated() {
          try await served.place.item("r\(index)", text: text)
        }
        try await Self.logIn("ann", browser, served)
        for id in 1...SecurityTests.hostile.count {
          for target in ["/items/\(id)", "/items/\(id)?edit=1", "/items/\(id)/page", "/items/\(id)/history"] {
            try await browser.open(served.address + target)
            #expect(try await browser.run("return String(window.pwned)") == "undefined", "\(target)")
            let scripts = try await browser.run("return document.scripts.length")
            #expect(scripts == (target.hasSuffix("page") ? "0" : "1"), "\(target)")
          }
        }
      }
    }

    // MARK: Steps

    static func browse(
      items: Int = 1, _ arguments: [String] = [], program: String = "panel",
      _ body: (WebDriver, ServedDesk) async throws -> Void
    ) async throws {
      try await WebDriver.use { browser in
        let place = try Place()
        try await place.account("ann", .editor)
        try await place.account("pat", .editor, .publisher)
        for run in 0..<items { try await place.item("run-\(run)") }
        let served = try await ServedDesk(place, arguments, program: program)
        defer { served.end(SIGTERM) }
        try await body(browser, served)
        #expect(try await place.desk.verifyAudit().fault == nil)
      }
    }

    static func logIn(_ name: String, _ browser: WebDriver, _ served: ServedDesk) async throws {
      try await browser.open(served.address + "/login")
      // Keys that come before the page has given its field the focus go nowhere.
      try await browser.wait("document.activeElement?.name === 'name'")
      try await browser.press("\(name)\t\(Place.password)\(enter)")
      try await browser.wait("location.pathname === '/queue' && document.readyState === 'complete'")
    }

    /// Opens item 1 and its first text.
    private static func edit(_ browser: WebDriver, _ served: ServedDesk) async throws {
      try await browser.open(served.address + "/items/1")
      try await browser.press("e")
      try await browser.wait("document.querySelector('#edit textarea')?.matches(':focus')")
    }

    private static func drafts(_ browser: WebDriver) async throws -> String {
      try await browser.run("return Object.keys(localStorage).filter((key) => key.includes('draft')).length")
    }
  }
}
