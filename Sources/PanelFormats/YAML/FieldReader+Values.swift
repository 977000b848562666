import PanelCore

extension FieldReader {
  /// A day as `2026-11-22`.
  func date(_ key: String, remedy: String = "") -> CalendarDate? {
    let expected = "the day it was read, like 2026-11-22"
    guard let text = text(key, expected, atMost: 40, remedy: remedy) else { return nil }
    guard let date = CalendarDate(text) else {
      refuse(key, found: quoted(text), expected: expected)
      return nil
    }
    return date
  }

  /// A whole number within `range`.
  func wholeNumber(_ key: String, _ what: String, in range: ClosedRange<Int>, isRequired: Bool = true) -> Int? {
    let expected = "\(what), a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard isRequired || node(key) != nil, let text = text(key, expected, atMost: 40) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      refuse(key, found: quoted(text), expected: expected)
      return nil
    }
    return number
  }

  /// `true` or `false`; false where the key is missing.
  func flag(_ key: String, _ what: String) -> Bool {
    guard let text = optionalText(key, "true or false (\(what))", atMost: 40) else { return false }
    guard text == "true" || text == "false" else {
      refuse(key, found: quoted(text), expected: "true or false (\(what))")
      return false
    }
    return text == "true"
  }
}
