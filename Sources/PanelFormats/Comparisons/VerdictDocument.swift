public import PanelCore

/// The JSON of one tool's verdict: an element of `verdicts`, and a line of a JSONL file.
public struct VerdictDocument: Codable, Hashable, Sendable {
  /// The tool's slug.
  public var tool: String
  public var name: String
  public var category: String
  public var tagline: String
  public var description: String
  /// What the facts are about; nil where the dossier does not say.
  @Added public var version: String?
  /// What a team uses it for, ending “software to …”; nil where the dossier does not say.
  @Added public var purpose: String?
  /// nil where the dossier names no price.
  @Nullable public var pricing: PricingPart?
  /// Whole percent; nil without a quorum.
  @Nullable public var shipPercent: Int?
  /// Wilson 95 %; nil without a quorum.
  @Nullable public var interval: IntervalPart?
  public var split: SplitPart
  public var quorum: Int
  public var community: CommunityPart
  /// How far the verdict rests on the dossier's wording; nil where no seat voted.
  @Added public var swing: SwingPart?
  /// Numbers of facts of which sentences were not judged because they address whoever judges.
  @AddedList public var addressed: [Int]
  /// One for each seat, in the panel's order.
  public var reviews: [ReviewPart]

  enum CodingKeys: String, CodingKey {
    case tool, name, category, tagline, description, version, purpose, pricing
    case shipPercent = "ship_percent"
    case interval, split, quorum, community, swing, addressed, reviews
  }

  public struct PricingPart: Codable, Hashable, Sendable {
    public var label: String
    public var entry: String
    /// One sentence of what it means, with source and date.
    public var read: String
  }

  public struct IntervalPart: Codable, Hashable, Sendable {
    public var low: Int
    public var high: Int
  }

  public struct SplitPart: Codable, Hashable, Sendable {
    public var ship: Int
    public var skip: Int
    public var abstain: Int
    public var failed: Int
  }

  public struct CommunityPart: Codable, Hashable, Sendable {
    /// nil where nobody has voted.
    @Nullable public var shipPercent: Int?
    public var votes: Int

    enum CodingKeys: String, CodingKey {
      case shipPercent = "ship_percent"
      case votes
    }
  }

  public struct SwingPart: Codable, Hashable, Sendable {
    /// Mean over the seats of P(ship) as given − P(ship) without marketing words, rounded to four digits.
    public var pShip: Double
    /// Personas whose vote is another one without the wording.
    public var changed: [String]
    /// Whether an editor should look at it.
    public var large: Bool

    enum CodingKeys: String, CodingKey {
      case pShip = "p_ship"
      case changed, large
    }
  }

  public struct ReviewPart: Codable, Hashable, Sendable {
    public var persona: String
    public var name: String
    /// nil for a failed seat.
    @Nullable public var vote: String?
    /// Rounded to four digits after the point.
    @Nullable public var pShip: Double?
    /// Rounded to four digits after the point.
    @Nullable public var pShipRaw: Double?
    /// Without marketing words and imperatives in the dossier; rounded to four digits after the point.
    @Added public var pShipNeutral: Double?
    public var drivers: [DriverPart]
    /// What else pulled the vote.
    @AddedList public var terms: [TermPart]
    public var moves: [MovePart]
    /// The review as one paragraph.
    public var quote: String
    /// Why the seat failed; nil where it did not.
    @Nullable public var error: String?

    enum CodingKeys: String, CodingKey {
      case persona, name, vote
      case pShip = "p_ship"
      case pShipRaw = "p_ship_raw"
      case pShipNeutral = "p_ship_neutral"
      case drivers, terms, moves, quote, error
    }
  }

  public struct DriverPart: Codable, Hashable, Sendable {
    /// The fact's number.
    public var evidence: Int
    /// Log-odds towards ship, rounded to four digits after the point.
    public var weight: Double
    /// The same as the model gave them, before calibration and bounds.
    @Added public var raw: Double?
  }

  public struct TermPart: Codable, Hashable, Sendable {
    /// `licence`, `price` or `whole`, the vote on the whole.
    public var term: String
    /// Log-odds towards ship, rounded to four digits after the point.
    public var weight: Double
  }

  public struct MovePart: Codable, Hashable, Sendable {
    public var id: String
    public var text: String
    /// Numbers of cited facts, ascending.
    public var evidence: [Int]
    public var supported: Bool
    /// Who wrote what follows the lead-in: `model` or `persona`, the persona's author.
    @Added public var wording: MoveAnswer.Wording?
  }
}
