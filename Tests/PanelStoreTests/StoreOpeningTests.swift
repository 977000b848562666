import Foundation
import PanelStore
import Testing

struct StoreOpeningTests {
  @Test func `a database is made where there is none`() async throws {
    let folder = try Workplace()
    let store = try Store(at: folder.url.appending(path: "deep/er/panel.sqlite"), now: .some)
    #expect(try await store.read { try $0.count("SELECT COUNT(*) AS n FROM verdicts") } == 0)
    try store.close()
  }
}
