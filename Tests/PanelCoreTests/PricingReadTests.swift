import PanelCore
import Testing

@Suite struct PricingReadTests {
  private func read(_ retrieved: String?, on today: String) throws -> String {
    let pricing = Pricing(
      label: "Free", entry: "$0", source: "README 1.2", retrieved: retrieved.flatMap { CalendarDate($0) })
    return PricingRead.sentence(pricing, today: CalendarDate(today))
  }

  @Test func itNamesLabelEntrySourceAndDate() throws {
    #expect(try read("2026-11-22", on: "2026-11-23") == "Free, from $0, according to README 1.2, read on 2026-11-22.")
    #expect(try read(nil, on: "2026-11-23").hasSuffix("; the day it was read is not recorded."))
    #expect(PricingRead.sentence(nil, today: CalendarDate("2026-01-01")) == "The dossier names no price.")
  }

  @Test func aPriceOlderThanNinetyDaysIsSaidToBe() throws {
    #expect(try !read("2026-08-24", on: "2026-11-22").contains("days before"))  // 90 days
    #expect(try read("2026-08-23", on: "2026-11-22").contains("which is 91 days before this review"))
  }
}
