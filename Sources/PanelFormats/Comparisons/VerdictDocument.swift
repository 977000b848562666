/// The JSON of one tool's verdict: an element of `verdicts`, and a line of a JSONL file.
public struct VerdictDocument: Codable, Hashable, Sendable {
  /// The tool's slug.
  public var tool: String
  public var name: String
  public var category: String
  public var tagline: String
  public var description: String
  /// nil where the dossier names no price.
  @Nullable public var pricing: PricingPart?
  /// Whole percent; nil without a quorum.
  @Nullable public var shipPercent: Int?
  /// Wilson 95 %; nil without a quorum.
  @Nullable public var interval: IntervalPart?
  public var split: SplitPart
  public var quorum: Int
  public var community: CommunityPart
  /// One for each seat, in the panel's order.
  public var reviews: [ReviewPart]

  enum CodingKeys: String, CodingKey {
    case tool, name, category, tagline, description, pricing
    case shipPercent = "ship_percent"
    case interval, split, quorum, community, reviews
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

  public struct ReviewPart: Codable, Hashable, Sendable {
    public var persona: String
    public var name: String
    /// nil for a failed seat.
    @Nullable public var vote: String?
    /// Rounded to four digits after the point.
    @Nullable public var pShip: Double?
    /// Rounded to four digits after the point.
    @Nullable public var pShipRaw: Double?
    public var drivers: [DriverPart]
    public var moves: [MovePart]
    /// The review as one paragraph.
    public var quote: String
    /// Why the seat failed; nil where it did not.
    @Nullable public var error: String?

    enum CodingKeys: String, CodingKey {
      case persona, name, vote
      case pShip = "p_ship"
      case pShipRaw = "p_ship_raw"
      case drivers, moves, quote, error
    }
  }

  public struct DriverPart: Codable, Hashable, Sendable {
    /// The fact's number.
    public var evidence: Int
    /// Log-odds towards ship, rounded to four digits after the point.
    public var weight: Double
  }

  public struct MovePart: Codable, Hashable, Sendable {
    public var id: String
    public var text: String
    /// Numbers of cited facts, ascending.
    public var evidence: [Int]
    public var supported: Bool
  }
}
