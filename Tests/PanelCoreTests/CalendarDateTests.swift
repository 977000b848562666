import PanelCore
import Testing

@Suite struct CalendarDateTests {
  @Test(arguments: ["2026-11-22", "0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29"])
  func aDayIsReadAndWrittenAlike(text: String) { #expect(CalendarDate(text)?.description == text) }

  @Test(arguments: [
    "", "2026-11-2", "2026-11-222", "2026-13-01", "2026-00-01", "2026-02-29", "1900-02-29", "2026-04-31", "2026-11-00",
    "0000-01-01", "2026/11/22", "22-11-2026", " 2026-11-22", "２026-11-2", "2026-11-2a", "+026-11-22",
  ])
  func whatIsNoDayIsRefused(text: String) { #expect(CalendarDate(text) == nil) }

  @Test func daysAreCountedOverLeapYearsAndCenturies() throws {
    func days(_ a: String, _ b: String) throws -> Int {
      try #require(CalendarDate(a)).days(since: try #require(CalendarDate(b)))
    }
    #expect(try days("2024-03-01", "2024-02-28") == 2)
    #expect(try days("2023-03-01", "2023-02-28") == 1)
    #expect(try days("2026-11-22", "2026-11-22") == 0)
    #expect(try days("2026-01-01", "2026-12-31") == -364)
    #expect(try days("2000-01-01", "1900-01-01") == 36_524)
    #expect(try days("1970-01-01", "0001-01-01") == 719_162)
  }

  @Test func eachDayFollowsTheOneBefore() throws {
    var previous = try #require(CalendarDate(year: 1999, month: 12, day: 31))
    for year in 2000...2004 {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = CalendarDate(year: year, month: month, day: day) else { continue }
          #expect(date.days(since: previous) == 1)
          #expect(previous < date)
          previous = date
        }
      }
    }
  }
}
