/// A panel's reviews of one tool, aggregated.
public struct Verdict: Hashable, Sendable {
  public var dossier: Dossier
  /// One for each seat, in the panel's order.
  public var reviews: [Review]
  /// Fewest votes cast for which a percentage is shown.
  public var quorum: Int
  public var community: CommunityVote
  /// Facts of which sentences were not judged because they address whoever judges instead of describing the tool.
  public var addressed: [EvidenceID]

  public init(
    dossier: Dossier, reviews: [Review], quorum: Int, community: CommunityVote = CommunityVote(),
    addressed: [EvidenceID] = []
  ) {
    self.addressed = addressed
    self.dossier = dossier
    self.reviews = reviews
    self.quorum = quorum
    self.community = community
  }

  public var split: Split { Split(reviews) }

  /// Panel ship percentage, whole percent; nil without a quorum.
  public var shipPercent: Int? { split.cast >= max(1, quorum) ? split.shipPercent : nil }

  /// Mean of the seats' P(ship), which says how near to the middle the votes were; nil where no seat has one.
  public var meanPShip: Double? {
    let odds = reviews.compactMap(\.pShip).filter(\.isFinite)
    return odds.isEmpty ? nil : odds.reduce(0, +) / Double(odds.count)
  }

  /// Wilson 95 % interval of the ship percentage; nil without a quorum.
  public var interval: PercentInterval? {
    shipPercent == nil ? nil : PercentInterval.wilson95(successes: split.ship, trials: split.cast)
  }
}

/// Votes of a panel by kind.
public struct Split: Hashable, Sendable {
  public var ship: Int
  public var skip: Int
  public var abstain: Int
  /// Seats without a valid vote.
  public var failed: Int

  public init(ship: Int = 0, skip: Int = 0, abstain: Int = 0, failed: Int = 0) {
    self.ship = ship
    self.skip = skip
    self.abstain = abstain
    self.failed = failed
  }

  public init(_ reviews: [Review]) {
    self.init()
    for review in reviews {
      switch review.vote {
      case .ship: ship += 1
      case .skip: skip += 1
      case .abstain: abstain += 1
      case nil: failed += 1
      }
    }
  }

  /// Votes that count towards the quorum.
  public var cast: Int { ship + skip }

  /// ship ÷ (ship + skip), rounded half up; nil where no vote was cast.
  public var shipPercent: Int? { cast == 0 ? nil : (200 * ship + cast) / (2 * cast) }
}

/// Readers' votes, counted apart from the panel's and never blended with them.
public struct CommunityVote: Hashable, Sendable {
  public var ship: Int
  public var skip: Int

  public init(ship: Int = 0, skip: Int = 0) {
    self.ship = ship
    self.skip = skip
  }

  public var votes: Int { ship + skip }
  /// nil where nobody has voted.
  public var shipPercent: Int? { votes == 0 ? nil : (200 * ship + votes) / (2 * votes) }
}
