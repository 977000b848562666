/// Writes CSV (RFC 4180) that a spreadsheet shows as text, whatever stands in a cell.
public enum CSVText {
  /// One row, with its line break.
  ///
  /// A cell that begins like a formula gets an apostrophe before it: spreadsheets run formulas in files they open, and
  /// the texts here come from vendors and models (OWASP, “CSV Injection”). Numbers stay as they are.
  public static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

  static func cell(_ text: String) -> String {
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
    let safe = isFormula && !isNumber(text) ? "'" + text : text
    // By scalars: as characters, CR and LF are one, and a quotation mark with a joiner after it is another.
    guard safe.unicodeScalars.contains(where: { ",\"\r\n;\t".unicodeScalars.contains($0) }) else { return safe }
    var quoted = "\""
    for scalar in safe.unicodeScalars {
      if scalar == "\"" { quoted += "\"\"" } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "\""
  }

  /// `-3` and `+0.5` are numbers, which no spreadsheet runs.
  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { "0123456789.+-eE".utf8.contains($0) } && Double(text) != nil
  }
}
