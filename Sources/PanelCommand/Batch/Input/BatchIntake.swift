import Foundation
import PanelCore
import PanelFormats
import PanelStore

/// Reads the inputs of a batch and queues a job for each tool, some thousand at a time, so that its memory stays the same
/// whatever the number of tools, but for sixteen bytes each by which two tools of one slug are told.
struct BatchIntake {
  /// Records of one transaction. Slugs come in any order, so that each of a small transaction's records has index pages to
  /// itself, which are written anew with every transaction. Three times as many are in memory: one chunk is read, one hashed,
  /// one stored.
  static let chunk = 2000
  /// Broken records that the log keeps; all are counted, and told as they come.
  static let mostLogged = 1000
  /// Comparisons of one batch. More than a million would take a laptop months.
  static let mostPairs = 1_000_000

  private(set) var records = 0
  private(set) var broken = 0
  /// Where each slug stood first, by its fingerprint: which input, and which record of it.
  private var seen: [UInt64: (input: Int32, line: Int32)] = [:]
  private var rank: Int64 = 0

  /// Takes the next records of a source.
  ///
  /// - Parameters:
  ///   - input: which one it is.
  ///   - tell: is told of each broken record.
  /// - Returns: Dossiers to be queued, empty where the source is at its end.
  mutating func next(
    _ source: inout any DossierSource, input: Int, inputs: [BatchInputPlace], tell: (FormatErrors, _ at: String) -> Void
  ) throws -> [Dossier] {
    var dossiers: [Dossier] = []
    while dossiers.count < Self.chunk, let record = try source.next() {
      records += 1
      switch record.content {
      case .success(let dossier):
        let key = Fingerprint.of(dossier.slug.rawValue.utf8)
        if let first = seen[key] {
          broken += 1
          tell(FormatErrors(Self.twice(dossier.slug, record, first, inputs)), record.location)
        } else {
          seen[key] = (Int32(clamping: input), Int32(clamping: record.line ?? 0))
          dossiers.append(dossier)
        }
      case .failure(let errors):
        broken += 1
        tell(errors, record.location)
      }
    }
    return dossiers
  }

  /// Numbers the next jobs.
  ///
  /// - Returns: The first one's rank.
  mutating func ranks(_ count: Int) -> Int64 {
    defer { rank += Int64(count) }
    return rank
  }

  /// The jobs of dossiers that are in the store.
  static func jobs(
    _ tools: [(slug: ToolSlug, dossierSHA256: String)], from rank: Int64, attempts: Int
  ) -> [NewJob] {
    tools.enumerated().map { index, tool in
      NewJob(
        key: tool.slug.rawValue, kind: BatchJobKind.verdict.rawValue, rank: rank + Int64(index),
        payload: tool.dossierSHA256, mostStrikes: attempts)
    }
  }

  private static func twice(
    _ slug: ToolSlug, _ record: DossierRecord, _ first: (input: Int32, line: Int32), _ inputs: [BatchInputPlace]
  ) -> FormatError {
    let name = inputs.indices.contains(Int(first.input)) ? inputs[Int(first.input)].shown : "the store"
    let place = first.line > 0 ? "\(name):\(first.line)" : name
    return FormatError(
      .duplicateKey, file: record.file, line: record.line, keyPath: "slug",
      found: "“\(slug)”, which \(place) has already", expected: "a slug of its own",
      remedy: "The first one is judged.")
  }

  /// Pairs of tools in an order in which neighbours share their first tool.
  ///
  /// - Throws: ``CommandFailure`` for more than ``mostPairs``.
  static func pairs(
    _ tools: [(tool: ToolSlug, category: String)], _ rule: BatchPlan.Pairs
  ) throws -> [(ToolSlug, ToolSlug)] {
    let groups: [[ToolSlug]] =
      switch rule {
      case .none: []
      case .all: [tools.map(\.tool)]
      case .withinCategory:
        Dictionary(grouping: tools, by: \.category).sorted { $0.key < $1.key }.map { $1.map(\.tool) }
      }
    let count = groups.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
    guard count <= mostPairs else {
      throw CommandFailure(
        "\(count) pairs are more than a batch takes (\(mostPairs)).",
        remedy: rule == .all ? "Use --pairs-within-category, or fewer tools." : "Use fewer tools.", status: .usage)
    }
    return groups.flatMap { group in
      group.indices.flatMap { a in group[(a + 1)...].map { (group[a], $0) } }
    }
  }
}
