extension ResponseField {
  /// What stands between the assistant turn so far, lead-in included, and a label or a list of evidence: a space, or
  /// nothing where the turn is empty or ends in white space or in an opening bracket or quotation mark.
  public static func separator(after turn: some StringProtocol) -> String {
    guard let last = turn.last else { return "" }
    return last.isWhitespace || "([{“‘«\"".contains(last) ? "" : " "
  }
}
