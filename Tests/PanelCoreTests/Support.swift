import PanelCore
import Testing

func slug(_ text: String) -> ToolSlug {
  guard let slug = ToolSlug(text) else { preconditionFailure("\(text) is no slug") }
  return slug
}

func personaID(_ text: String) -> PersonaID {
  guard let id = PersonaID(text) else { preconditionFailure("\(text) is no id") }
  return id
}

/// A verdict of one seat for each vote; nil is a failed seat.
func verdict(_ name: String, _ votes: [Vote?], quorum: Int? = nil) -> Verdict {
  let reviews = votes.enumerated().map { offset, vote in
    Review(persona: personaID("p\(offset)"), name: "P\(offset)", vote: vote, pShip: nil, pShipRaw: nil)
  }
  let dossier = Dossier(
    slug: slug(name.lowercased()), name: name, tagline: "", category: "", facts: [], description: "")
  return Verdict(dossier: dossier, reviews: reviews, quorum: quorum ?? votes.count / 2 + 1)
}

/// A head-to-head whose seats chose as in `answers`: when `a` came first, then when `b` did.
func duel(_ a: String, _ b: String, _ answers: [(String?, String?)]) -> HeadToHead {
  let seats = answers.enumerated().map { offset, answer in
    HeadToHead.Seat(
      persona: personaID("p\(offset)"), inOrder: answer.0.map(slug), reversed: answer.1.map(slug))
  }
  return HeadToHead(first: slug(a), second: slug(b), seats: seats)
}
