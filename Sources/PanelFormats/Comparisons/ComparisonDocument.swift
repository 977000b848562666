/// The JSON of a comparison, schema `panel.comparison/1`, described by `docs/schemas/comparison.schema.json`.
///
/// All keys are always there; what there is none of is `null`. Under the same schema name keys may be added, never
/// renamed or removed; a reader passes over keys it does not know.
public struct ComparisonDocument: Codable, Hashable, Sendable {
  /// The schema's name and version.
  public static let schemaName = "panel.comparison/1"

  public var schema: String
  /// nil for a single tool.
  @Nullable public var recommendation: RecommendationPart?
  public var verdicts: [VerdictDocument]
  public var run: RunPart

  public init(recommendation: RecommendationPart?, verdicts: [VerdictDocument], run: RunPart) {
    schema = Self.schemaName
    self.recommendation = recommendation
    self.verdicts = verdicts
    self.run = run
  }

  public struct RecommendationPart: Codable, Hashable, Sendable {
    /// A tool's slug; nil where there is no winner.
    @Nullable public var winner: String?
    /// The raw value of a `Recommendation.Reason`.
    public var reason: String
    public var text: String
  }

  public struct RunPart: Codable, Hashable, Sendable {
    public struct Model: Codable, Hashable, Sendable {
      public var name: String
      @Nullable public var sha256: String?
      /// Of the vocabulary and the chat template.
      @Added public var tokenizerSHA256: String?

      enum CodingKeys: String, CodingKey {
        case name, sha256
        case tokenizerSHA256 = "tokenizer_sha256"
      }
    }

    /// A seat whose review an earlier run made.
    public struct Reused: Codable, Hashable, Sendable {
      public var tool: String
      public var persona: String
      public var run: String
    }

    public var id: String
    public var backend: String
    public var model: Model
    public var seed: UInt64
    public var personasSHA256: String
    public var promptsSHA256: String
    /// Of the session's settings: sampler, samples, limits, calibration.
    @Added public var settingsSHA256: String?
    /// By slug.
    public var dossierSHA256: HashesBySlug
    public var version: String
    /// RFC 3339.
    public var started: String
    /// Rounded to milliseconds.
    public var seconds: Double
    public var promptTokens: Int
    public var computedPromptTokens: Int
    public var generatedTokens: Int
    /// Version of the inference program.
    @Added public var engine: String?
    @AddedList public var fromStore: [Reused]

    enum CodingKeys: String, CodingKey {
      case id, backend, model, seed
      case personasSHA256 = "personas_sha256"
      case promptsSHA256 = "prompts_sha256"
      case settingsSHA256 = "settings_sha256"
      case dossierSHA256 = "dossier_sha256"
      case version, started, seconds
      case promptTokens = "prompt_tokens"
      case computedPromptTokens = "computed_prompt_tokens"
      case generatedTokens = "generated_tokens"
      case engine
      case fromStore = "from_store"
    }
  }

  /// SHA-256 of dossiers by slug, written in the order of the slugs: a dictionary's own order is left to chance.
  public struct HashesBySlug: Codable, Hashable, Sendable {
    public var hashes: [String: String]

    public init(_ hashes: [String: String]) { self.hashes = hashes }

    public init(from decoder: any Decoder) throws {
      hashes = try decoder.singleValueContainer().decode([String: String].self)
    }

    private struct Slug: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Slug.self)
      for (slug, hash) in hashes.sorted(by: { $0.key < $1.key }) {
        try container.encode(hash, forKey: Slug(stringValue: slug))
      }
    }
  }
}
