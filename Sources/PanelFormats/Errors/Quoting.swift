/// `text` in quotation marks, shortened and with control characters made visible, for a message.
func quoted(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(60).map { scalar -> String in
    switch scalar {
    case "\n": return "⏎"
    case "\t": return "⇥"
    case _ where scalar.properties.generalCategory == .control: return "�"
    default: return String(scalar)
    }
  }.joined()
  return "“\(shown)\(text.unicodeScalars.count > 60 ? "…" : "")”"
}

/// `3 moves`, `1 move`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// `a, b or c`.
func alternatives(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " or " + last
}
