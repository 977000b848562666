/// Everything that is needed to repeat a run, and what it cost.
public struct RunRecord: Hashable, Sendable {
  public var id: String
  /// `kernel`, `http`, `recording`, or a third party's own word.
  public var backend: String
  public var modelName: String
  /// Lower-case hexadecimal; nil where the backend cannot know it.
  public var modelSHA256: String?
  /// Of the vocabulary and the chat template; nil where the backend cannot know it.
  public var tokenizerSHA256: String?
  /// Version of the inference program; nil in records of before it was kept.
  public var engine: String?
  /// Of the session's settings: sampler, samples, limits, calibration; nil in records of before it was kept.
  public var settingsSHA256: String?
  public var seed: UInt64
  public var personasSHA256: String
  public var promptsSHA256: String
  public var dossierSHA256: [ToolSlug: String]
  /// Version of the program.
  public var version: String
  /// RFC 3339.
  public var started: String
  public var seconds: Double
  public var promptTokens: Int
  public var computedPromptTokens: Int
  public var generatedTokens: Int
  /// Seats whose reviews were there already, with the runs that made them.
  public var fromStore: [ReusedSeat]

  public init(
    id: String, backend: String, modelName: String, modelSHA256: String?, tokenizerSHA256: String? = nil,
    engine: String? = nil, settingsSHA256: String? = nil, seed: UInt64, personasSHA256: String,
    promptsSHA256: String, dossierSHA256: [ToolSlug: String], version: String, started: String, seconds: Double,
    promptTokens: Int, computedPromptTokens: Int, generatedTokens: Int,
    fromStore: [ReusedSeat] = []
  ) {
    self.id = id
    self.backend = backend
    self.modelName = modelName
    self.modelSHA256 = modelSHA256
    self.tokenizerSHA256 = tokenizerSHA256
    self.engine = engine
    self.settingsSHA256 = settingsSHA256
    self.seed = seed
    self.personasSHA256 = personasSHA256
    self.promptsSHA256 = promptsSHA256
    self.dossierSHA256 = dossierSHA256
    self.version = version
    self.started = started
    self.seconds = seconds
    self.promptTokens = promptTokens
    self.computedPromptTokens = computedPromptTokens
    self.generatedTokens = generatedTokens
    self.fromStore = fromStore
  }
}

/// A seat whose review was made by an earlier run with the same inputs.
public struct ReusedSeat: Hashable, Sendable {
  public var tool: ToolSlug
  public var persona: PersonaID
  /// Id of the run that made it.
  public var run: String

  public init(tool: ToolSlug, persona: PersonaID, run: String) {
    self.tool = tool
    self.persona = persona
    self.run = run
  }
}
