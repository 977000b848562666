/// The texts of an item as a file for an editor such as vim, and back.
///
/// Each text stands under a line `## tool/persona/move`; lines that begin with `# ` are notes and are passed over.
public struct EditSheet: Hashable, Sendable {
  public var fields: [ItemContent.Field]

  public init(_ fields: [ItemContent.Field]) { self.fields = fields }

  /// - Parameter notes: lines at the head.
  public func text(notes: [String]) -> String {
    var text = notes.map { "# \($0)\n" }.joined()
    text += "# Edit the texts; leave the lines that begin with ##. Save and close to keep, close unsaved to leave.\n"
    for field in fields {
      text += "\n## \(field.path)\n"
      if field.isEdited { text += "# panel: \(ItemContent.oneLine(field.original))\n" }
      text += Self.guarded(field.text) + "\n"
    }
    return text
  }

  /// The texts that stand in `sheet`, by field.
  ///
  /// - Throws: ``DeskError`` with `badInput`, naming the line.
  public func read(_ sheet: String) throws(DeskError) -> [FieldPath: String] {
    let known = Set(fields.map(\.path))
    var texts: [FieldPath: String] = [:]
    var current: FieldPath?
    for (index, line) in sheet.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if line.hasPrefix("## ") {
        guard let path = FieldPath(line.dropFirst(3).trimmingPrefix(while: \.isWhitespace)), known.contains(path),
          texts[path] == nil
        else {
          throw DeskError(
            .badInput,
            "Line \(index + 1) of the sheet, “\(line.prefix(80))”, names no text of this item, or one twice.",
            remedy: "Leave the lines that begin with ## as they were.")
        }
        texts[path] = ""
        current = path
      } else if line == "#" || line.hasPrefix("# ") {
        continue
      } else if let current {
        texts[current, default: ""] += (line.hasPrefix("\\#") ? line.dropFirst() : line) + "\n"
      } else if !line.allSatisfy(\.isWhitespace) {
        throw DeskError(
          .badInput, "Line \(index + 1) of the sheet stands before the first text.",
          remedy: "Move it under a line that begins with ##.")
      }
    }
    return texts.mapValues { ItemContent.oneLine($0) }
  }

  private static func guarded(_ text: String) -> String {
    let line = ItemContent.oneLine(text)
    return line.hasPrefix("#") ? "\\" + line : line
  }
}
