public import PanelCore

/// What an evaluation measures on.
public struct EvaluationInput: Sendable {
  /// Every tool that is named below, and all that are judged for agreement and ship rates.
  public var dossiers: [Dossier]
  public var pairs: [MetamorphicPair]
  public var attacks: [InjectionAttack]
  /// Tools into whose dossiers each attack is put.
  public var attacked: [ToolSlug]
  /// Tools of which whole reviews are written.
  public var moveSample: [ToolSlug]
  /// Known outcomes; may be empty.
  public var outcomes: [KnownOutcome]
  public var panel: Panel
  public var templates: PromptTemplates
  public var options: SessionOptions
  public var context: RunContext

  public init(
    dossiers: [Dossier], pairs: [MetamorphicPair], attacks: [InjectionAttack], attacked: [ToolSlug],
    moveSample: [ToolSlug] = [], outcomes: [KnownOutcome] = [], panel: Panel, templates: PromptTemplates,
    options: SessionOptions, context: RunContext
  ) {
    self.dossiers = dossiers
    self.pairs = pairs
    self.attacks = attacks
    self.attacked = attacked
    self.moveSample = moveSample
    self.outcomes = outcomes
    self.panel = panel
    self.templates = templates
    self.options = options
    self.context = context
  }

  func dossier(_ slug: ToolSlug) -> Dossier? { dossiers.first { $0.slug == slug } }
}
