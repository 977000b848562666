/// What an execution was made with, and what became of it.
public struct StoredRun: Hashable, Sendable {
  public enum State: String, Hashable, Sendable, CaseIterable, SQLConvertible {
    case running
    case done
    /// Ended with failures.
    case failed
    /// Interrupted; it can go on.
    case stopped
    case cancelled
  }

  public var id: RunID
  /// `review`, `batch`, `replay` …
  public var kind: String
  public var state: State
  public var inputs: RunInputs
  /// What else its kind needs to know of it, as JSON: for a batch its arguments.
  public var detail: String
  public var usage: RunUsage
  public var createdAt: Timestamp
  public var finishedAt: Timestamp?

  public init(
    id: RunID, kind: String, state: State = .running, inputs: RunInputs, detail: String = "{}",
    usage: RunUsage = RunUsage(), createdAt: Timestamp, finishedAt: Timestamp? = nil
  ) {
    self.id = id
    self.kind = kind
    self.state = state
    self.inputs = inputs
    self.detail = detail
    self.usage = usage
    self.createdAt = createdAt
    self.finishedAt = finishedAt
  }
}

/// All that the answers of a run depend on, beside the dossiers.
public struct RunInputs: Hashable, Sendable {
  /// `kernel`, `http`, `recording`, or a third party's own word.
  public var backend: String
  /// Version of the inference program.
  public var engine: String
  public var modelName: String
  public var modelSHA256: String?
  public var tokenizerSHA256: String?
  public var seed: UInt64
  /// Of the panel, whose text is among the documents.
  public var personasSHA256: String
  /// Of the prompts, whose text is among the documents.
  public var promptsSHA256: String
  /// Of the settings of the session (sampler, samples, calibration …), whose text is among the documents.
  public var settingsSHA256: String
  /// Of the program.
  public var version: String

  public init(
    backend: String, engine: String, modelName: String, modelSHA256: String?, tokenizerSHA256: String?, seed: UInt64,
    personasSHA256: String, promptsSHA256: String, settingsSHA256: String, version: String
  ) {
    self.backend = backend
    self.engine = engine
    self.modelName = modelName
    self.modelSHA256 = modelSHA256
    self.tokenizerSHA256 = tokenizerSHA256
    self.seed = seed
    self.personasSHA256 = personasSHA256
    self.promptsSHA256 = promptsSHA256
    self.settingsSHA256 = settingsSHA256
    self.version = version
  }
}

/// What a run cost.
public struct RunUsage: Hashable, Sendable {
  public var promptTokens: Int
  /// Those that were not found in a cache.
  public var computedPromptTokens: Int
  public var generatedTokens: Int
  /// Spent working.
  public var seconds: Double

  public init(
    promptTokens: Int = 0, computedPromptTokens: Int = 0, generatedTokens: Int = 0, seconds: Double = 0
  ) {
    self.promptTokens = promptTokens
    self.computedPromptTokens = computedPromptTokens
    self.generatedTokens = generatedTokens
    self.seconds = seconds
  }
}

extension SQLWriting {
  /// Notes a run that begins.
  public func insert(_ run: StoredRun) throws {
    try insert(into: "runs", StoredRun.columns, CollectionOfOne(run.values))
  }

  /// Adds to what a run cost.
  public func add(_ usage: RunUsage, to run: RunID) throws {
    try execute(
      """
      UPDATE runs SET prompt_tokens = prompt_tokens + ?, computed_prompt_tokens = computed_prompt_tokens + ?,
        generated_tokens = generated_tokens + ?, seconds = seconds + ? WHERE id = ?
      """, [usage.promptTokens, usage.computedPromptTokens, usage.generatedTokens, usage.seconds, run])
  }

  /// - Parameter finishedAt: nil for a run that goes on.
  public func set(_ state: StoredRun.State, of run: RunID, finishedAt: Timestamp?) throws {
    let changed = try execute(
      "UPDATE runs SET state = ?, finished_at = ? WHERE id = ?", [state, finishedAt, run])
    if changed == 0 { throw StoreError(.notFound, "There is no run \(run) in the store.") }
  }

  /// Keeps a text by its hash; one that is there stays.
  public func saveDocument(_ text: String, sha256: String, kind: String, at now: Timestamp) throws {
    try execute(
      "INSERT INTO documents (sha256, kind, text, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
      [sha256, kind, text, now])
  }
}

extension SQLReading {
  public func run(_ id: RunID) throws -> StoredRun? {
    try row("SELECT * FROM runs WHERE id = ?", [id]).map(StoredRun.init)
  }

  /// The newest runs first.
  ///
  /// - Parameter kind: nil takes all.
  public func runs(kind: String? = nil, limit: Int = 100) throws -> [StoredRun] {
    let condition = kind == nil ? "" : "WHERE kind = ?"
    return try rows(
      "SELECT * FROM runs \(condition) ORDER BY created_at DESC, id DESC LIMIT ?", (kind.map { [$0] } ?? []) + [limit]
    ).map(StoredRun.init)
  }

  /// A text that runs were made from.
  public func document(_ sha256: String) throws -> String? {
    try row("SELECT text FROM documents WHERE sha256 = ?", [sha256]).map { try $0["text"] }
  }
}

extension StoredRun {
  static let columns = [
    "id", "kind", "state", "backend", "engine", "model_name", "model_sha256", "tokenizer_sha256", "seed",
    "personas_sha256", "prompts_sha256", "settings_sha256", "version", "detail", "prompt_tokens",
    "computed_prompt_tokens", "generated_tokens", "seconds", "created_at", "finished_at",
  ]

  var values: [any SQLConvertible] {
    [
      id, kind, state, inputs.backend, inputs.engine, inputs.modelName, inputs.modelSHA256, inputs.tokenizerSHA256,
      // A seed has 64 bits, and BIGINT has a sign.
      String(inputs.seed), inputs.personasSHA256, inputs.promptsSHA256, inputs.settingsSHA256, inputs.version, detail,
      usage.promptTokens, usage.computedPromptTokens, usage.generatedTokens, usage.seconds, createdAt, finishedAt,
    ]
  }

  init(_ row: SQLRow) throws {
    let seed: String = try row["seed"]
    self.init(
      id: try row["id"], kind: try row["kind"], state: try row["state"],
      inputs: RunInputs(
        backend: try row["backend"], engine: try row["engine"], modelName: try row["model_name"],
        modelSHA256: try row["model_sha256"], tokenizerSHA256: try row["tokenizer_sha256"], seed: UInt64(seed) ?? 0,
        personasSHA256: try row["personas_sha256"], promptsSHA256: try row["prompts_sha256"],
        settingsSHA256: try row["settings_sha256"], version: try row["version"]),
      detail: try row["detail"],
      usage: RunUsage(
        promptTokens: try row["prompt_tokens"], computedPromptTokens: try row["computed_prompt_tokens"],
        generatedTokens: try row["generated_tokens"], seconds: try row["seconds"]),
      createdAt: try row["created_at"], finishedAt: try row["finished_at"])
  }
}
