/// What each persona answered when two tools were put to it directly, once in each order.
public struct HeadToHead: Hashable, Sendable {
  /// One persona's answers.
  public struct Seat: Hashable, Sendable {
    public var persona: PersonaID
    /// The tool chosen when ``HeadToHead/first`` was named first; nil where there is no valid answer.
    public var inOrder: ToolSlug?
    /// The tool chosen when ``HeadToHead/second`` was named first; nil where there is no valid answer.
    public var reversed: ToolSlug?
    /// Why an answer is missing.
    public var error: String?

    public init(persona: PersonaID, inOrder: ToolSlug?, reversed: ToolSlug?, error: String? = nil) {
      self.persona = persona
      self.inOrder = inOrder
      self.reversed = reversed
      self.error = error
    }

    public var outcome: Outcome {
      guard let inOrder, let reversed else { return .missing }
      return inOrder == reversed ? .consistent(inOrder) : .split
    }
  }

  public enum Outcome: Hashable, Sendable {
    /// The same tool in both orders.
    case consistent(ToolSlug)
    /// The answer changed with the order.
    case split
    /// At least one order has no valid answer.
    case missing
  }

  /// What the seats come to.
  public enum Result: Hashable, Sendable {
    case winner(ToolSlug)
    /// Enough personas hold to their answer, and they are evenly divided; or too few answered at all.
    case tooClose
    /// Half of the personas or more do not hold to an answer, at least one of them because the order changed it.
    case splitByOrder
  }

  public var first: ToolSlug
  public var second: ToolSlug
  /// One for each seat of the panel.
  public var seats: [Seat]

  public init(first: ToolSlug, second: ToolSlug, seats: [Seat]) {
    self.first = first
    self.second = second
    self.seats = seats
  }

  /// Personas that chose `tool` in both orders.
  public func wins(of tool: ToolSlug) -> Int { seats.count { $0.outcome == .consistent(tool) } }

  /// Personas whose answer changed with the order.
  public var splits: Int { seats.count { $0.outcome == .split } }

  /// Personas without two valid answers.
  public var missing: Int { seats.count { $0.outcome == .missing } }

  /// Only answers that survive both orders count, and they decide only when more than half of the seats have one; no
  /// answer is ever filled in.
  public var result: Result {
    let (a, b) = (wins(of: first), wins(of: second))
    guard 2 * (a + b) > seats.count else { return splits > 0 ? .splitByOrder : .tooClose }
    return a == b ? .tooClose : .winner(a > b ? first : second)
  }

  /// Whether these are the two tools, in either order.
  public func isBetween(_ a: ToolSlug, _ b: ToolSlug) -> Bool {
    (first == a && second == b) || (first == b && second == a)
  }
}
