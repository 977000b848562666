import PanelCore

/// Dates in facts, with their age: a model does not know what day it is, and reads “dated 2021-09-22” as news (measured
/// on Qwen2.5-Coder 1.5B: log-odds −0.1 without, −0.8 with the age).
enum DatedText {
  /// `text` with “, five years before this record was made” after each date (`2021-09-22`) that is a year or more older
  /// than the day on which the fact was read.
  static func aged(_ text: String, asOf day: CalendarDate?) -> String {
    guard let day else { return text }
    return text.replacing(/\b\d{4}-\d{2}-\d{2}\b(?!-)/) { match in
      let found = String(match.output)
      guard let date = CalendarDate(found) else { return found }
      let years = Int(Double(day.days(since: date)) / 365.25)
      guard years >= 1 else { return found }
      let count = years <= words.count ? words[years - 1] : String(years)
      return "\(found), \(count) \(years == 1 ? "year" : "years") before this record was made"
    }
  }

  /// `text` without what ``aged(_:asOf:)`` put in: a reader sees the date and the day on which the fact was read.
  static func unaged(_ text: String) -> String {
    text.replacing(/(\d{4}-\d{2}-\d{2}), (?:[a-z]+|\d+) years? before this record was made/) { $0.output.1 }
  }

  private static let words = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
  ]
}
