extension InferenceRequest {
  /// Refuses what no backend can carry out, before any work: no messages, no fields, two fields of one id, a choice
  /// without labels or with an empty one, labels of which one begins with another (a distribution could not tell them
  /// apart), evidence without allowed numbers, a text limit that allows no word.
  ///
  /// - Throws: ``InferenceError`` with code `badRequest`.
  public func check() throws(InferenceError) {
    func refuse(_ what: String) -> InferenceError { InferenceError(.badRequest, "Request “\(id)” \(what).") }
    if messages.isEmpty { throw refuse("has no messages") }
    if fields.isEmpty { throw refuse("asks for no field") }
    var ids = Set<String>()
    for field in fields {
      guard ids.insert(field.id).inserted else { throw refuse("has two fields “\(field.id)”") }
      switch field.kind {
      case .text(let limit):
        if limit.maxWords < 1 { throw refuse("allows no word in its field “\(field.id)”") }
      case .choice(let labels):
        if labels.isEmpty { throw refuse("has no labels in its field “\(field.id)”") }
        for (index, label) in labels.enumerated() {
          if label.allSatisfy(\.isWhitespace) { throw refuse("has an empty label in its field “\(field.id)”") }
          for other in labels[(index + 1)...] where label.hasPrefix(other) || other.hasPrefix(label) {
            throw refuse("has labels “\(label)” and “\(other)”, of which one begins with the other")
          }
        }
      case .evidence(let allowed, let atMost):
        if allowed.isEmpty, atMost > 0 { throw refuse("has no evidence to choose from in its field “\(field.id)”") }
        if Set(allowed).count < allowed.count { throw refuse("allows the same evidence twice in “\(field.id)”") }
      }
    }
  }

  /// Refuses, by name, ids that two requests of a session share.
  public static func duplicateIDs(in requests: [InferenceRequest]) -> Set<RequestID> {
    var seen = Set<RequestID>()
    return Set(requests.map(\.id).filter { !seen.insert($0).inserted })
  }
}
