/// A request as the pages see it: read whole, within the limits, and apart from the library that carries it.
public struct WebRequest: Sendable {
  public var method: String
  /// Parts of the path, decoded: `["items", "12"]`.
  public var path: [String]
  public var query: FormData
  /// Names in lower case.
  public var headers: [String: String]
  public var body: [UInt8]
  /// The peer's address, without its port.
  public var address: String

  /// - Parameter target: path and query as they were sent.
  public init(method: String, target: String, headers: [String: String], body: [UInt8], address: String) {
    self.method = method
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = (parts.first ?? "").split(separator: "/").map { FormData.decoded($0, plusIsSpace: false) }
    query = FormData(parts.count > 1 ? parts[1] : "")
    self.headers = headers
    self.body = body
    self.address = address
  }

  /// The fields of a form that was sent.
  public var form: FormData { FormData(String(decoding: body, as: UTF8.self)) }

  /// A cookie's value; nil where it is not there, or there twice, which no browser of ours makes.
  public func cookie(_ name: String) -> String? {
    let values = (headers["cookie"] ?? "").split(separator: ";").compactMap { pair -> Substring? in
      let parts = pair.drop(while: \.isWhitespace).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 && parts[0] == name ? parts[1] : nil
    }
    return values.count == 1 ? String(values[0]) : nil
  }
}

/// Fields of a form or of a query (`application/x-www-form-urlencoded`), in their order.
public struct FormData: Sendable {
  public private(set) var fields: [(name: String, value: String)] = []

  /// More fields than any page of ours has are left out.
  static let most = 2000

  public init(_ text: some StringProtocol) {
    for pair in text.split(separator: "&" as Character).prefix(Self.most) {
      let parts = pair.split(separator: "=" as Character, maxSplits: 1, omittingEmptySubsequences: false)
      fields.append(
        (Self.decoded(parts[0], plusIsSpace: true), parts.count > 1 ? Self.decoded(parts[1], plusIsSpace: true) : ""))
    }
  }

  public init(_ fields: [(name: String, value: String)]) { self.fields = fields }

  /// The first of this name; empty text counts as none.
  public subscript(name: String) -> String? {
    fields.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// As it is written after a `?`.
  public var text: String {
    fields.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
  }

  static func decoded(_ text: some StringProtocol, plusIsSpace: Bool) -> String {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var index = 0
    func digit(_ byte: UInt8) -> UInt8? {
      switch byte {
      case 0x30...0x39: byte - 0x30
      case 0x41...0x46: byte - 0x37
      case 0x61...0x66: byte - 0x57
      default: nil
      }
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let high = digit(bytes[index + 1]),
        let low = digit(bytes[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
        continue
      }
      decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      index += 1
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  public static func encoded(_ text: String) -> String {
    var encoded = ""
    let digits = Array("0123456789ABCDEF")
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded.append("%")
        encoded.append(digits[Int(byte >> 4)])
        encoded.append(digits[Int(byte & 15)])
      }
    }
    return encoded
  }
}
