import Foundation
import PanelCore
import Testing

@testable import PanelSite

/// What a real browser makes of the pages. Each page is put into a frame of a page of ours, whose script looks at it.
@Suite("In Chromium", .serialized)
struct BrowserTests {
  @Test("no page is wider than a phone of 360 pixels, or than a desktop", .timeLimit(.minutes(10)))
  func overflow() throws {
    let pages = try [
      "two": Samples.two(), "single": Samples.single(), "three": Samples.three(), "awkward": Samples.awkward(),
      "hostile": Samples.filled(with: HostileText.corpus.joined(separator: " ")),
    ].mapValues { try ComparisonPage($0).html() }
    for width in [320, 360, 768, 1440] {
      guard let widths = try Chromium.look(at: pages, width: width, reporting: "page.documentElement.scrollWidth")
      else { return }
      for (name, found) in widths { #expect(found == "\(width)", "\(name) at \(width)") }
    }
  }

  @Test("hostile text becomes no element, no handler and no address", .timeLimit(.minutes(10)))
  func hostileText() throws {
    var pages: [String: String] = [:]
    for (index, text) in HostileText.corpus.enumerated() {
      pages["\(index)"] = try ComparisonPage(Samples.filled(with: text)).html()
    }
    let script = """
      [...page.querySelectorAll('*')].flatMap(e => [
        ['SCRIPT','IFRAME','IMG','OBJECT','EMBED','FORM','INPUT','BASE','FOREIGNOBJECT','ANIMATE'].includes(
          e.tagName.toUpperCase()) ? '<' + e.tagName + '>' : '',
        ...[...e.attributes].map(a =>
          /^on|^srcdoc$|^style$|^src$/i.test(a.name) ? a.name
          : /href$/i.test(a.name) && !/^(https?:\\/\\/|#|data:,$)/.test(a.value) ? a.value : '')
      ]).filter(Boolean).join(' ') || 'clean'
      """
    guard let found = try Chromium.look(at: pages, width: 1024, reporting: script) else { return }
    for (index, text) in HostileText.corpus.enumerated() { #expect(found["\(index)"] == "clean", "\(text)") }
  }
}

/// Runs the installed Chromium without a window.
enum Chromium {
  /// Lays out each page at `width` and evaluates `script`, in which `page` is its document.
  ///
  /// - Returns: The results by page name; nil, with the reason printed, where there is no Chromium.
  static func look(at pages: [String: String], width: Int, reporting script: String) throws -> [String: String]? {
    guard let program = InstalledProgram("chromium", "chromium-browser", "google-chrome") else { return nil }
    let folder = FileManager.default.temporaryDirectory.appending(path: "panel-site-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, html) in pages { try Data(html.utf8).write(to: folder.appending(path: "\(name).html")) }
    let frames = pages.keys.sorted().map {
      "<iframe id='\($0)' src='\($0).html' width='\(width)' height='800'></iframe>"
    }
    let outer = """
      <!DOCTYPE html><meta charset="utf-8"><style>iframe { border: 0; display: block }</style>
      \(frames.joined(separator: "\n"))
      <ol id="report"></ol>
      <script>addEventListener('load', () => {
        for (const frame of document.querySelectorAll('iframe')) {
          const page = frame.contentDocument, item = document.createElement('li');
          item.textContent = frame.id + '=' + (\(script));
          document.getElementById('report').append(item);
        }
      })</script>
      """
    let file = folder.appending(path: "outer.html")
    try Data(outer.utf8).write(to: file)
    let dom = try program.output([
      "--headless=new", "--hide-scrollbars", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--allow-file-access-from-files", "--user-data-dir=\(folder.appending(path: "profile").path)", "--dump-dom",
      file.absoluteString,
    ])
    let report = try #require(dom.firstRange(of: "<ol id=\"report\">"), "Chromium printed no report")
    var results: [String: String] = [:]
    for match in dom[report.upperBound...].matches(of: /<li>([^=<]*)=([^<]*)<\/li>/) {
      results[String(match.1)] = String(match.2)
    }
    #expect(results.count == pages.count, "a page was not looked at")
    return results
  }
}
