import Foundation

/// Decodes JSON from outside, with errors that name the key.
enum JSONReading {
  static func decode<Value: Decodable>(
    _ type: Value.Type, from data: Data, file: String
  ) throws(FormatErrors) -> Value {
    let source = try SourceText(data, file: file, limit: SourceText.jsonLimit)
    do {
      return try JSONDecoder().decode(type, from: Data(source.text.utf8))
    } catch let error as DecodingError {
      throw FormatErrors(problem(error, file: file))
    } catch {
      throw FormatErrors(FormatError(.syntax, file: file, found: "not JSON (\(error))"))
    }
  }

  private static func problem(_ error: DecodingError, file: String) -> FormatError {
    switch error {
    case .keyNotFound(let key, let context):
      FormatError(.missing, file: file, keyPath: path(context.codingPath + [key]), found: "missing")
    case .typeMismatch(_, let context):
      FormatError(
        .wrongKind, file: file, keyPath: path(context.codingPath),
        found: "of the wrong kind (\(context.debugDescription))")
    case .valueNotFound(let type, let context):
      FormatError(
        .invalidValue, file: file, keyPath: path(context.codingPath), found: "null", expected: "a \(type)")
    case .dataCorrupted(let context):
      FormatError(
        .syntax, file: file, keyPath: path(context.codingPath), found: "not valid (\(detail(context)))",
        expected: "JSON")
    @unknown default:
      FormatError(.syntax, file: file, found: "not readable (\(error))", expected: "JSON")
    }
  }

  private static func detail(_ context: DecodingError.Context) -> String {
    guard let cause = context.underlyingError as NSError?,
      let text = cause.userInfo[NSDebugDescriptionErrorKey] as? String
    else { return context.debugDescription }
    return text
  }

  /// `verdicts[1].reviews[2].vote`, list positions from 1.
  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index + 1)]"
      } else {
        path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
  }
}
