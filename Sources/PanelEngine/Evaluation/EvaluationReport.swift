/// What an evaluation found, schema `panel.evaluation/1`, described by `docs/schemas/evaluation.schema.json`.
public struct EvaluationReport: Codable, Hashable, Sendable {
  public static let schemaName = "panel.evaluation/1"

  /// So many of so many.
  public struct Share: Codable, Hashable, Sendable {
    public var count: Int
    public var of: Int

    /// nil of nothing.
    public var value: Double? { of == 0 ? nil : Double(count) / Double(of) }

    public init(_ count: Int = 0, of: Int = 0) {
      self.count = count
      self.of = of
    }

    init(_ outcomes: [Bool]) { self.init(outcomes.count { $0 }, of: outcomes.count) }
  }

  public struct Model: Codable, Hashable, Sendable {
    public var name: String
    public var sha256: String?
    public var backend: String
    public var engine: String
  }

  /// Figures that the product promises for its default model.
  public struct Target: Codable, Hashable, Sendable {
    public var name: String
    /// As a person reads it: `≥ 90 %`.
    public var wanted: String
    /// nil where it was not measured.
    public var value: Double?
    public var isMet: Bool?
    /// Of how many cases.
    public var cases: Int
  }

  public var schema = Self.schemaName
  public var model: Model
  public var version: String
  public var started: String
  public var seconds: Double
  public var personas: [String]
  public var personasSHA256: String
  public var promptsSHA256: String
  /// Parameters with which weights and votes were combined.
  public var parameters: [String: Double]
  /// Whether it was stopped before its end.
  public var isPartial = false
  public var requests = RequestReport()
  public var targets: [Target] = []
  public var metamorphic: MetamorphicReport?
  public var injections: InjectionReport?
  public var stability: StabilityReport?
  public var distinctness: DistinctnessReport?
  public var moves: MoveReport?
  public var abstention: AbstentionReport?
  public var outcomes: OutcomeReport?
  public var fit: FitReport?
}

/// Whether every answer had the shape that was asked for.
public struct RequestReport: Codable, Hashable, Sendable {
  /// Answered with a valid value for each field, and failed.
  public var valid = 0
  public var failed = 0
  public var promptTokens = 0
  public var computedPromptTokens = 0
  public var generatedTokens = 0
}

/// Pairs of dossiers of which it is known how they should compare.
public struct MetamorphicReport: Codable, Hashable, Sendable {
  public struct Row: Codable, Hashable, Sendable {
    public var id: String
    public var tool: String
    public var relation: String
    public var change: String
    /// P(ship) of each persona on the dossier as it stands, and on the edited one; nil where it has none.
    public var before: [Double?]
    public var after: [Double?]

    /// Differences of the personas that have both.
    var steps: [Double] { zip(before, after).compactMap { a, b in a.flatMap { a in b.map { $0 - a } } } }
  }

  public struct Persona: Codable, Hashable, Sendable {
    public var persona: String
    /// Worse and better pairs in which P(ship) moves the right way.
    public var direction: EvaluationReport.Share
    /// Equivalent pairs in which it moves by at most ``MetamorphicReport/tolerance``.
    public var steady: EvaluationReport.Share
  }

  /// Most that P(ship) may move between two dossiers that say the same.
  public static let tolerance = 0.05

  /// Over pairs × personas.
  public var worse: EvaluationReport.Share
  public var better: EvaluationReport.Share
  public var same: EvaluationReport.Share
  /// The same for the panel's mean P(ship), one for each pair.
  public var panelDirection: EvaluationReport.Share
  public var panelSteady: EvaluationReport.Share
  /// Mean |ΔP| of worse and better pairs, and of equivalent ones.
  public var meanStep: Double
  public var meanDrift: Double
  public var personas: [Persona]
  /// By kind of change.
  public var changes: [String: EvaluationReport.Share]
  public var rows: [Row]

  public var direction: EvaluationReport.Share {
    EvaluationReport.Share(worse.count + better.count, of: worse.of + better.of)
  }
}

/// Attacks by text in a dossier.
public struct InjectionReport: Codable, Hashable, Sendable {
  public struct Row: Codable, Hashable, Sendable {
    public var attack: String
    public var kind: String
    public var tool: String
    /// How far it raised each persona's P(ship), without the defences and with them; nil where a persona has none.
    public var before: [Double?]
    public var after: [Double?]
    /// Votes turned to ship.
    public var turnedBefore: Int
    public var turnedAfter: Int
  }

  public struct Persona: Codable, Hashable, Sendable {
    public var persona: String
    public var before: EvaluationReport.Share
    public var after: EvaluationReport.Share
  }

  /// An attack succeeds on a persona when it turns its vote to ship, or raises P(ship) by more than this.
  public static let success = 0.05

  public var before: EvaluationReport.Share
  public var after: EvaluationReport.Share
  public var personas: [Persona]
  /// After the defences, by kind of attack.
  public var kinds: [String: EvaluationReport.Share]
  public var rows: [Row]
}

/// What should change nothing, and what it changes.
public struct StabilityReport: Codable, Hashable, Sendable {
  /// Mean difference of a fact's log-odds between the orders of the labels, before they are averaged; and of the vote's.
  public var labelGap: Double
  public var voteLabelGap: Double
  /// |ΔP| when the facts stand in another order: mean, largest, number of seats.
  public var orderMean: Double
  public var orderLargest: Double
  public var orderSeats: Int
  /// The same under another seed, which changes the marks around the dossier; and votes that it turned.
  public var seedMean: Double
  public var seedLargest: Double
  public var seedVotes: EvaluationReport.Share
  /// Head-to-heads in which a persona names the same tool in both orders.
  public var headToHead: EvaluationReport.Share
  /// Consistent answers that name the tool with the higher P(ship) of that persona.
  public var headToHeadAgrees: EvaluationReport.Share
}

/// Whether the personas are different reviewers.
public struct DistinctnessReport: Codable, Hashable, Sendable {
  public struct Seat: Codable, Hashable, Sendable {
    public var persona: String
    public var ship: EvaluationReport.Share
    public var decisive: Int
  }

  public struct Pair: Codable, Hashable, Sendable {
    public var first: String
    public var second: String
    /// Of the weights of all facts.
    public var weights: Double?
    /// Of P(ship).
    public var pShip: Double?
  }

  public var tools: Int
  public var seats: [Seat]
  public var pairs: [Pair]
  public var alpha: Double?
  public var rawAgreement: Double?
  public var effectiveVotes: Double?
  /// Personas whose vote never changed what the panel leans to.
  public var neverDecisive: [String]
}

/// Moves, generated on a sample of tools.
public struct MoveReport: Codable, Hashable, Sendable {
  public struct Row: Codable, Hashable, Sendable {
    public var tool: String
    public var persona: String
    public var supported: EvaluationReport.Share
    /// Share of 6-grams that stand in the dossier.
    public var dossierOverlap: Double
    /// P(ship) with the moves read before the vote, and without.
    public var pShip: Double?
    public var pShipWithout: Double?
  }

  public var tools: [String]
  public var supported: EvaluationReport.Share
  /// Moves in which the model wrote what follows the lead-in; in the others a persona's author did.
  public var byModel: EvaluationReport.Share
  /// Seats that failed because a move stayed empty or invalid.
  public var failedSeats: EvaluationReport.Share
  public var dossierOverlap: Double
  /// Mean share of one persona's 6-grams that stand in another's review of the same tool.
  public var personaOverlap: Double
  /// Mean and largest |ΔP| that reading the moves makes; and votes that it turned.
  public var readingMean: Double
  public var readingLargest: Double
  public var readingVotes: EvaluationReport.Share
  public var rows: [Row]
}

/// Dossiers that cannot carry a vote, and some that can.
public struct AbstentionReport: Codable, Hashable, Sendable {
  public struct Row: Codable, Hashable, Sendable {
    public var dossier: String
    public var judgedFacts: Int
    public var shouldAbstain: Bool
    public var abstained: EvaluationReport.Share
  }

  public var rows: [Row]
  /// Seats that did as they should.
  public var right: EvaluationReport.Share
}

/// Forecasts against what happened.
public struct OutcomeReport: Codable, Hashable, Sendable {
  public struct Bin: Codable, Hashable, Sendable {
    public var count: Int
    public var forecast: Double
    public var observed: Double
  }

  public struct Row: Codable, Hashable, Sendable {
    /// A persona's id, `panel`, or `always ship`.
    public var who: String
    public var count: Int
    public var accuracy: Double
    public var brier: Double
    public var calibrationError: Double
    public var bins: [Bin]
  }

  public var rows: [Row]
  /// The persona with the lowest Brier score.
  public var bestPersona: String?
  /// Named tools that have no dossier, or no vote.
  public var missing: [String]
}

/// How parameters were fitted, and what they do on pairs that the fit did not see.
public struct FitReport: Codable, Hashable, Sendable {
  public var folds: Int
  /// Held-out direction, steadiness, ship rate of the personas' base dossiers in the folds.
  public var direction: EvaluationReport.Share
  public var steady: EvaluationReport.Share
  public var shipRate: EvaluationReport.Share
  /// With the parameters before the fit.
  public var directionBefore: EvaluationReport.Share
  public var steadyBefore: EvaluationReport.Share
  public var parameters: [String: Double]
}
