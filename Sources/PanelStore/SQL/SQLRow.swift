/// One row of a result, read by the names of its columns:
///
///     let slug: ToolSlug = try row["slug"]
///     let error: String? = try row["error"]
public struct SQLRow: Hashable, Sendable {
  private let columns: [String]
  private let values: [SQLValue]

  init(columns: [String], values: [SQLValue]) {
    self.columns = columns
    self.values = values
  }

  /// - Throws: ``StoreError`` of code `unexpectedRow` where there is no such column, or its value is of another kind.
  public subscript<Value: SQLConvertible>(column: String) -> Value {
    get throws {
      // Rows are narrow: a search is as fast as a dictionary.
      guard let index = columns.firstIndex(of: column) else {
        throw StoreError(
          .unexpectedRow, "A row has no column “\(column)”; it has \(columns.joined(separator: ", ")).",
          remedy: StoreError.reportRemedy)
      }
      guard let value = Value(sqlValue: values[index]) else {
        throw StoreError(
          .unexpectedRow, "Column “\(column)” holds \(values[index]), expected \(Value.self).",
          remedy: StoreError.checkRemedy)
      }
      return value
    }
  }

  /// All columns with their values, in order.
  public var fields: [(column: String, value: SQLValue)] { Array(zip(columns, values)).map { ($0, $1) } }
}
