/// The markers of a vocabulary: those that are taken out of any text, and those that only our own text may hold.
struct MarkerSet: Sendable {
  /// White space and tags that the vocabulary keeps whole.
  private let inText: MarkerMatcher
  /// Those, and all that mean something to the model: control tokens, and user-defined ones that are no plain text.
  private let all: MarkerMatcher
  private let control: Set<Int32>
  private let ids: [String: Int32]

  init(_ vocabulary: Vocabulary) {
    var inText: [(id: Int32, text: ArraySlice<UInt8>)] = []
    var special: [(id: Int32, text: ArraySlice<UInt8>)] = []
    var control: Set<Int32> = []
    var ids: [String: Int32] = [:]
    for id in 0..<vocabulary.count {
      switch vocabulary.kinds[id] {
      case .normal, .byte: continue
      case .unused: control.insert(Int32(id))
      case .userDefined:
        if vocabulary.isText(id) {
          inText.append((Int32(id), vocabulary.texts[id]))
        } else {
          special.append((Int32(id), vocabulary.texts[id]))
        }
      case .control, .unknown:
        special.append((Int32(id), vocabulary.texts[id]))
        control.insert(Int32(id))
      }
      ids[String(decoding: vocabulary.texts[id], as: UTF8.self)] = Int32(id)
    }
    self.inText = MarkerMatcher(inText)
    all = MarkerMatcher(inText + special)
    self.control = control
    self.ids = ids
  }

  /// Whether the token is no text at all.
  func isControl(_ token: Int32) -> Bool { control.contains(token) }

  func token(for text: String) -> Int32? { ids[text] }

  func split(_ text: UnsafeBufferPointer<UInt8>, allowingSpecialTokens: Bool) -> [MarkerMatcher.Part] {
    (allowingSpecialTokens ? all : inText).split(text)
  }
}
