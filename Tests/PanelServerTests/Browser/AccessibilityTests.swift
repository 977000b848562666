import Foundation
import PanelCore
import PanelDesk
import TestSupport
import Testing

extension BrowserTests {
  /// Every kind of page in the real browser, in both themes, as wide as a phone and as a desk: axe-core finds nothing, and
  /// nothing is wider than the screen. `PANEL_SCREENSHOTS=FOLDER` keeps a picture of each.
  struct AccessibilityTests {
    @Test(.timeLimit(.minutes(10)))
    func `axe-core finds nothing on any page, and no page is wider than its screen`() async throws {
      let axe = try Self.axe()
      try await EditorTests.browse(items: 4) { browser, served in
        try await Self.prepare(served)
        for theme in WebDriver.Theme.allCases {
          for width in [360, 1440] {
            try await browser.screen(width: width, theme: theme)
            let place = Checker(browser: browser, axe: axe, name: "\(theme)-\(width)", width: width)
            try await browser.open(served.address + "/login")
            try await place.check("login")
            try await EditorTests.logIn("pat", browser, served)
            try await Self.walk(place, browser, served)
            try await browser.run("document.querySelector('form[action=\"/logout\"]').requestSubmit()")
            try await browser.wait("location.pathname === '/login' && document.readyState === 'complete'")
          }
        }
      }
    }

    private static func walk(_ place: Checker, _ browser: WebDriver, _ served: ServedDesk) async throws {
      try await place.check("queue")
      for (name, target) in [
        ("queue-filtered", "/queue?state=published&state=draft&q=One"), ("item", "/items/1"),
        ("item-edited", "/items/2"),
        ("item-long", "/items/5"), ("edit", "/items/1?edit=1"), ("history", "/items/2/history"), ("read", "/read"),
        ("read-item", "/read/3"), ("page", "/items/2/page"), ("missing", "/items/999"),
      ] {
        try await browser.open(served.address + target)
        try await place.check(name)
      }
      // The keys, and a form that a key opens.
      try await browser.open(served.address + "/items/1")
      try await browser.press("?")
      try await browser.wait("document.querySelector('dialog').open")
      try await place.check("keys")
      try await browser.press("?x")
      try await place.check("reject")
      // Somebody saves first.
      try await browser.open(served.address + "/items/4?edit=1")
      try await browser.run(
        "document.querySelector('#edit [name=version]').value = '1';"
          + "const box = document.querySelector('#edit textarea'); box.value = 'Mine, in other words.';"
          + "document.getElementById('edit').requestSubmit()")
      try await browser.wait("document.querySelector('h1')?.textContent.startsWith('Two versions')")
      try await place.check("conflict")
      try await browser.open(served.address + "/queue")
      try await browser.press("jsjs")
      try await browser.run("document.querySelector('#bulk button[value=reject]').click()")
      try await browser.wait("document.querySelector('h1')?.textContent.startsWith('Reject')")
      try await place.check("bulk")
    }

    /// An edited item, a published one, one with two versions, and one of words that cannot be broken.
    private static func prepare(_ served: ServedDesk) async throws {
      let desk = served.place.desk
      let ann = Actor(try #require(AccountName("ann")), roles: [.editor])
      let pat = Actor(try #require(AccountName("pat")), roles: [.editor, .publisher])
      let first = try #require(FieldPath("beacon/dx/first"))
      let now = Moment(seconds: Date().timeIntervalSince1970)
      _ = try await desk.save([first: "One two and four."], of: 2, basedOn: 1, by: ann, at: now)
      _ = try await desk.override(
        try #require(SeatPath("lantern/user")), vote: .ship, reason: "The price fell since.", of: 2, basedOn: 2,
        by: ann,
        at: now)
      try await desk.comment("Please look at the second move.", on: 2, by: pat, at: now)
      let hash = try await desk.entry(3).item.contentHash
      try await desk.act(.approve(contentHash: hash), on: 3, by: ann, at: now)
      try await desk.act(.publish(contentHash: hash), on: 3, by: pat, at: now)
      _ = try await desk.save([.recommendation: "Theirs, at last."], of: 4, basedOn: 1, by: ann, at: now)
      try await served.place.item("long", text: String(repeating: "unbreakable", count: 60))
    }

    private struct Checker {
      let browser: WebDriver
      let axe: String?
      let name: String
      let width: Int

      func check(_ page: String) async throws {
        try await browser.wait("document.readyState === 'complete'")
        let found = try await browser.run("return document.documentElement.scrollWidth")
        #expect(found == "\(width)", "\(page) is \(found) wide on \(width)")
        if let folder = ProcessInfo.processInfo.environment["PANEL_SCREENSHOTS"], !folder.isEmpty {
          let folder = URL(filePath: folder, directoryHint: .isDirectory)
          try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
          try await browser.picture().write(to: folder.appending(path: "\(page)-\(name).png"))
        }
        guard let axe else { return }
        _ = try await browser.evaluate(axe + "; ''")
        let violations = try await browser.evaluate(
          """
          axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
            .then((result) => (result.passes.length ? [] : [{id: 'nothing', help: 'axe checked nothing', nodes: []}])
            .concat(result.violations).map((v) => `${v.id}: ${v.help}\\n` + v.nodes.slice(0, 3).map((n) =>
              `  ${n.html.slice(0, 160)} ${n.failureSummary}`).join('\\n')).join('\\n'))
          """)
        #expect(violations.isEmpty, "\(page), \(name): \(violations)")
      }
    }

    /// axe-core's script, from the Python package that carries it; nil, with the reason printed, where it is not there.
    private static func axe() throws -> String? {
      let find =
        "from importlib.util import find_spec as f; s = f('axe_playwright_python'); print(s.submodule_search_locations[0])"
      let folder = try Python.run(["-c", find])
      guard folder.status == 0 else {
        print("skipped: axe-core is not here; .ci/python brings it")
        return nil
      }
      let file = folder.output.split(separator: "\n").first.map { "\($0)/axe.min.js" } ?? ""
      return try String(contentsOfFile: file, encoding: .utf8)
    }
  }
}
