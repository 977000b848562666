/// What a pre-tokenizer needs to know of a character, in bits.
struct ScalarClass: OptionSet, Hashable, Sendable {
  var rawValue: UInt8

  /// `\p{L}`
  static let letter = ScalarClass(rawValue: 1)
  /// `\p{N}`
  static let number = ScalarClass(rawValue: 2)
  /// `\s`: the property White_Space.
  static let space = ScalarClass(rawValue: 4)
  /// `\p{P}`
  static let punctuation = ScalarClass(rawValue: 8)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ scalar: Unicode.Scalar) {
    self = scalar.isASCII ? Self.ascii[Int(scalar.value)] : Self(properties: scalar.properties)
  }

  private init(properties: Unicode.Scalar.Properties) {
    self = []
    // Pinned, so that words do not change with the version of Swift; characters that came later are in no class.
    guard let age = properties.age, age.major <= 15 else { return }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: insert(.letter)
    case .decimalNumber, .letterNumber, .otherNumber: insert(.number)
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      insert(.punctuation)
    default: break
    }
    if properties.isWhitespace { insert(.space) }
  }

  private static let ascii: [ScalarClass] = (0..<128).map { ScalarClass(properties: Unicode.Scalar($0).properties) }
}
