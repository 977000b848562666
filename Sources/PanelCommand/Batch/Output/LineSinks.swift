import Foundation
import PanelFormats

/// Verdicts as JSON Lines: one object of the contract's `verdicts` a line.
struct JSONLSink: BatchSink {
  private let file: AppendedFile
  private var known: Set<UInt64> = []

  init(_ url: URL, shown: String) throws {
    file = try AppendedFile(url, shown: shown)
    var known: Set<UInt64> = []
    try file.readLines { bytes in
      // Our lines begin with the slug, which needs no escaping.
      let head = Array(#"{"tool":""#.utf8)
      guard bytes.starts(with: head), bytes.last == UInt8(ascii: "}") else { return false }
      known.insert(Fingerprint.of(bytes.dropFirst(head.count).prefix { $0 != UInt8(ascii: "\"") }))
      return true
    }
    self.known = known
  }

  mutating func add(_ result: BatchResult) throws {
    guard case .verdict(let document, let line, _) = result,
      known.insert(Fingerprint.of(document.tool.utf8)).inserted
    else { return }
    try file.append(line + "\n")
  }
}

/// Comparisons as JSON Lines, one document of the contract a line.
struct ComparisonLinesSink: BatchSink {
  private let file: AppendedFile
  private var known: Set<UInt64> = []

  init(_ url: URL, shown: String) throws {
    file = try AppendedFile(url, shown: shown)
    var known: Set<UInt64> = []
    try file.readLines { bytes in
      guard bytes.starts(with: #"{"schema":"#.utf8), bytes.last == UInt8(ascii: "}"),
        let document = try? ComparisonDocument.read(Data(bytes), file: shown)
      else { return false }
      known.insert(Fingerprint.of(Self.name(document).utf8))
      return true
    }
    self.known = known
  }

  mutating func add(_ result: BatchResult) throws {
    guard case .comparison(let document, _) = result,
      known.insert(Fingerprint.of(Self.name(document).utf8)).inserted
    else { return }
    try file.append(try StableJSON.line(document) + "\n")
  }

  static func name(_ document: ComparisonDocument) -> String {
    document.verdicts.map(\.tool).joined(separator: " ")
  }
}

/// Verdicts as CSV, safe to open in a spreadsheet.
struct CSVSink: BatchSink {
  static let header = [
    "tool", "name", "category", "tagline", "ship_percent", "interval_low", "interval_high", "ship", "skip", "abstain",
    "failed", "quorum", "votes",
  ]

  private let file: AppendedFile
  private var known: Set<UInt64> = []

  init(_ url: URL, shown: String) throws {
    file = try AppendedFile(url, shown: shown)
    var known: Set<UInt64> = []
    let header = Array(CSVText.row(Self.header).utf8.dropLast(2))
    var isFirst = true
    try file.readLines { bytes in
      defer { isFirst = false }
      if isFirst { return bytes == header }
      let slug = bytes.prefix { $0 != UInt8(ascii: ",") }
      known.insert(Fingerprint.of(slug))
      return slug.count < bytes.count
    }
    if file.size == 0 { try file.append(CSVText.row(Self.header)) }
    self.known = known
  }

  mutating func add(_ result: BatchResult) throws {
    guard case .verdict(let verdict, _, _) = result, known.insert(Fingerprint.of(verdict.tool.utf8)).inserted
    else { return }
    func text(_ number: Int?) -> String { number.map(String.init) ?? "" }
    let split = verdict.split
    let votes = verdict.reviews.map { "\($0.persona) \($0.vote ?? "failed")" }.joined(separator: "; ")
    let cells =
      [verdict.tool, verdict.name, verdict.category, verdict.tagline, text(verdict.shipPercent)]
      + [text(verdict.interval?.low), text(verdict.interval?.high)]
      + [split.ship, split.skip, split.abstain, split.failed, verdict.quorum].map(String.init) + [votes]
    // A line of the file is a row: texts of a dossier are on one line, and this makes sure of it.
    try file.append(CSVText.row(cells.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }))
  }
}

/// Sixty-four bits that stand for a name in a set of very many; two names share one with a chance of one in 10⁸ for a
/// million names.
enum Fingerprint {
  static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    // FNV-1a, and the finaliser of SplitMix64.
    var hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}
