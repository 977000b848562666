import PanelCore
import PanelSite

/// A review on its way: one row for each tool and persona, the phase, and what it cost so far.
struct ReviewProgress: LiveModel {
  /// What a row is about to say.
  enum RowState: Hashable, Sendable {
    case waiting
    case working
    /// The end of the text that is being written, cleaned.
    case writing(move: String, tail: String)
    case voted(Vote, pShip: Double?)
    case failed(cause: String)
  }

  struct Row: Sendable {
    var seat: LiveSeat
    var tool: String
    var persona: String
    var state = RowState.waiting
  }

  let title: String
  private(set) var rows: [Row]
  private(set) var phase = ""
  private(set) var done = 0
  private(set) var requests = 0
  private(set) var promptTokens = 0
  private(set) var computedPromptTokens = 0
  private(set) var generatedTokens = 0
  private(set) var rate = RateMeter()
  /// The share of the phase, in tenths, that was last written as a plain line.
  private var loggedTenths = 0
  private let index: [LiveSeat: Int]

  /// - Parameters:
  ///   - tools: In the order of the command line.
  ///   - personas: In the panel's order.
  init(title: String, tools: [(slug: ToolSlug, name: String)], personas: [(id: PersonaID, name: String)]) {
    self.title = PlainText.clean(title)
    rows = tools.flatMap { tool in
      personas.map { persona in
        Row(
          seat: LiveSeat(tool: tool.slug, persona: persona.id), tool: PlainText.clean(tool.name),
          persona: PlainText.clean(persona.name))
      }
    }
    index = Dictionary(rows.enumerated().map { ($1.seat, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func receive(_ event: LiveEvent, at seconds: Double) -> [String] {
    switch event {
    case .status(let text):
      begin(PlainText.clean(text), requests: 0)
      return [stamped(phase, at: seconds)]
    case .phase(let name, let requests):
      begin(name, requests: requests)
      return [stamped("\(name): \(NumberText.count(requests, "request"))", at: seconds)]
    case .progress(let done, let count):
      self.done = done
      requests = count
      return progressLine(at: seconds)
    case .tokens(let prompt, let computed, let generated):
      rate.add(Double(max(0, computed - computedPromptTokens)), at: seconds)
      (promptTokens, computedPromptTokens, generatedTokens) = (prompt, computed, generated)
      return []
    case .working(let seat):
      update(seat) { if case .waiting = $0 { $0 = .working } }
      return []
    case .text(let seat, let move, let delta):
      // Backends send a token at a time, or nearly; the true count comes when the request ends.
      rate.add(1, at: seconds)
      update(seat) { $0 = $0.writing(move: move, delta: delta) }
      return []
    case .voted(let seat, let vote, let pShip):
      update(seat) { $0 = .voted(vote, pShip: pShip) }
      let odds = pShip.map { ", P(ship) \(NumberText.decimal($0, places: 2))" } ?? ""
      return [stamped("\(name(seat)): \(vote.rawValue)\(odds)", at: seconds)]
    case .failed(let seat, let cause):
      let cause = PlainText.clean(cause)
      update(seat) { $0 = .failed(cause: cause) }
      return [stamped("\(name(seat)): failed. \(cause)", at: seconds)]
    case .note(let text): return [stamped(PlainText.clean(text), at: seconds)]
    }
  }

  func summary(at seconds: Double) -> [String] {
    let read = "\(NumberText.grouped(promptTokens)) tokens read (\(NumberText.grouped(computedPromptTokens)) computed)"
    return ["\(tally) in \(LiveText.clock(seconds)) · \(read), \(NumberText.grouped(generatedTokens)) written"]
  }

  /// `5 of 8 seats done`, with failed seats named.
  var tally: String {
    let ended = rows.count { $0.state.isEnded }
    let failed = rows.count { if case .failed = $0.state { true } else { false } }
    return "\(ended) of \(NumberText.count(rows.count, "seat")) done" + (failed > 0 ? ", \(failed) failed" : "")
  }

  private mutating func begin(_ name: String, requests: Int) {
    (phase, done, self.requests, loggedTenths) = (name, 0, requests, 0)
    // A text that was written in the phase before is not being written any more.
    for row in rows.indices where !rows[row].state.isEnded && rows[row].state != .waiting { rows[row].state = .working }
  }

  private mutating func update(_ seat: LiveSeat, _ change: (inout RowState) -> Void) {
    guard let row = index[seat] else { return }
    change(&rows[row].state)
  }

  private mutating func progressLine(at seconds: Double) -> [String] {
    guard requests > 0 else { return [] }
    let tenths = 10 * done / requests
    // Quarters would do for few requests; a line for each tenth is at most ten a phase.
    guard tenths > loggedTenths, tenths < 10 else { return [] }
    loggedTenths = tenths
    return [stamped("\(phase): \(done) of \(requests)", at: seconds)]
  }

  private func name(_ seat: LiveSeat) -> String {
    index[seat].map { "\(rows[$0].tool), \(rows[$0].persona)" } ?? "\(seat.tool), \(seat.persona)"
  }

  private func stamped(_ text: String, at seconds: Double) -> String { "[\(LiveText.clock(seconds))] \(text)" }
}

extension ReviewProgress.RowState {
  var isEnded: Bool {
    switch self {
    case .voted, .failed: true
    case .waiting, .working, .writing: false
    }
  }

  /// The state once `delta` was written; a row that has ended stays as it is.
  fileprivate func writing(move: String, delta: String) -> Self {
    guard !isEnded else { return self }
    var text = delta
    if case .writing(move, let tail) = self { text = tail + delta }
    return .writing(move: move, tail: String(text.suffix(400)))
  }
}
