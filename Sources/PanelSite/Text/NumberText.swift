/// Numbers as the pages write them.
package enum NumberText {
  /// `value` with `places` decimals, rounded half away from zero; `—` where it is no finite number.
  package static func decimal(_ value: Double, places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    guard value.isFinite, let scaled = Int(exactly: (value.magnitude * Double(scale)).rounded()) else { return "—" }
    let whole = "\(value < 0 && scaled > 0 ? "−" : "")\(grouped(scaled / scale))"
    guard places > 0 else { return whole }
    let fraction = String(scaled % scale)
    return whole + "." + String(repeating: "0", count: places - fraction.count) + fraction
  }

  /// The same, with a sign before it always: `+0.42`, `−0.82`.
  package static func signed(_ value: Double, places: Int) -> String {
    value < 0 ? decimal(value, places: places) : "+" + decimal(value, places: places)
  }

  /// `12,345`.
  package static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (value < 0 ? "−" : "") + text
  }

  /// `four` for 4; digits from thirteen on.
  package static func word(_ value: Int) -> String {
    let words = [
      "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]
    return words.indices.contains(value) ? words[value] : grouped(value)
  }

  /// `1 vote`, `2 votes`.
  package static func count(_ value: Int, _ noun: String) -> String {
    "\(grouped(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// `A`, `A and B`, `A, B and C`.
  package static func list(_ items: [String]) -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
