import PanelSite

/// A download on its way: bytes, rate, time left.
struct DownloadProgress: LiveModel {
  enum Event: Sendable {
    /// Bytes so far, of those there are where that is known. The first event says how many were there already.
    case bytes(Int, of: Int?)
    /// Another thing is done with the file, such as checking it.
    case status(String)
  }

  let name: String
  private var bytes = 0
  private var total: Int?
  private var status: String?
  private var rate = RateMeter()
  private var hasBegun = false
  private var loggedTenths = 0
  private var loggedAt = 0.0

  init(name: String) { self.name = PlainText.clean(name) }

  mutating func receive(_ event: Event, at seconds: Double) -> [String] {
    switch event {
    case .status(let text):
      status = PlainText.clean(text)
      return ["\(name): \(status ?? "")"]
    case .bytes(let bytes, let total):
      // What an earlier download left is not part of this one's rate.
      if hasBegun { rate.add(Double(max(0, bytes - self.bytes)), at: seconds) }
      let resumed = !hasBegun && bytes > 0
      (self.bytes, self.total, hasBegun, status) = (bytes, total, true, nil)
      let tenths = share.map { Int($0 * 10) } ?? 0
      // A line for each tenth, and where the size is unknown or the line is slow, every 15 seconds.
      guard resumed || tenths > loggedTenths || seconds - loggedAt >= 15 else { return [] }
      (loggedTenths, loggedAt) = (tenths, seconds)
      return ["\(name): \(facts(at: seconds).joined(separator: ", "))"]
    }
  }

  func frame(at seconds: Double, size: TerminalSize) -> [StyledText] {
    guard size.rows > 0, size.columns > 0 else { return [] }
    let left = LiveText.cut(name, columns: max(8, size.columns / 3))
    var facts = facts(at: seconds)
    var right = facts.joined(separator: "  ")
    while facts.count > 1, DisplayWidth.of(left) + DisplayWidth.of(right) + 2 > size.columns {
      facts.removeLast()
      right = facts.joined(separator: "  ")
    }
    let room = size.columns - DisplayWidth.of(left) - DisplayWidth.of(right) - 4
    guard let share, room >= 6 else { return [StyledText(LiveText.cut("\(left)  \(right)", columns: size.columns))] }
    return [StyledText("\(left)  ") + LiveText.bar(share, columns: min(room, 40)) + StyledText("  \(right)")]
  }

  func summary(at seconds: Double) -> [String] { [] }

  private var share: Double? {
    total.flatMap { $0 > 0 ? min(1, Double(bytes) / Double($0)) : nil }
  }

  /// What is known, the most important first.
  private func facts(at seconds: Double) -> [String] {
    if let status { return [status] }
    var facts: [String] = []
    if let share { facts.append("\(Int(share * 100))%") }
    facts.append(total.map { "\(Self.size(bytes)) of \(Self.size($0))" } ?? Self.size(bytes))
    guard let speed = rate.rate(at: seconds) else { return facts }
    facts.append("\(Self.size(Int(speed)))/s")
    if let total, total > bytes { facts.append("\(LiveText.clock(Double(total - bytes) / speed)) left") }
    return facts
  }

  /// `480 MB`, `1.12 GB`; powers of ten, as files are sold.
  static func size(_ bytes: Int) -> String {
    let value = Double(bytes)
    switch bytes {
    case ..<1000: return "\(bytes) B"
    case ..<1_000_000: return "\(NumberText.decimal(value / 1000, places: 0)) kB"
    case ..<1_000_000_000: return "\(NumberText.decimal(value / 1_000_000, places: bytes < 10_000_000 ? 1 : 0)) MB"
    default: return "\(NumberText.decimal(value / 1_000_000_000, places: 2)) GB"
    }
  }
}
