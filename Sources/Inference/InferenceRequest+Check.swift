extension InferenceRequest {
  /// Refuses what no backend can carry out, before any work: no messages, no fields, two fields of one id, a choice
  /// without labels, with an empty one or with one twice, evidence without allowed numbers, a text limit that allows no
  /// word. A label that begins another one is fine: it gets what the longer one leaves (``LabelTrie``).
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
        for label in labels where label.allSatisfy(\.isWhitespace) {
          throw refuse("has an empty label in its field “\(field.id)”")
        }
        if Set(labels).count < labels.count { throw refuse("has one label twice in its field “\(field.id)”") }
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
