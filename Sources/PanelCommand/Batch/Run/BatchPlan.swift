import Foundation
import PanelEngine
import PanelFormats
import PanelStore

/// How a batch was started, kept with its run, so that it can go on from another terminal and after a reboot.
struct BatchPlan: Hashable, Sendable, Codable {
  enum Pairs: String, Hashable, Sendable, Codable { case none, all, withinCategory }

  /// Kind of the run.
  static let kind = "batch"

  /// What is judged, for people: `tools.jsonl`, `all tools of category “Web server”`.
  var title: String
  /// Inputs with their absolute paths and the names they were given; empty where the tools come from the store.
  var inputs: [BatchInputPlace]
  /// Whether the inputs were read to their end. A run that was stopped before reads them again.
  var isRead = false
  var records = 0
  var broken = 0
  var outputs: [BatchOutputPlace]
  var pairs: Pairs
  var attempts: Int
  var maxFailures: Int?
  var isFresh: Bool
  /// The address of the backend, and its options but the key.
  var backend: String
  var model: String?
  var threads: Int?
  var contextLength: Int?
  var session: BatchSessionPlan

  func json() throws -> String { try StableJSON.line(self) }

  init(of run: StoredRun) throws {
    do {
      self = try JSONDecoder().decode(BatchPlan.self, from: Data(run.detail.utf8))
    } catch {
      throw CommandFailure("Run \(run.id) is not a batch that this version can go on with (\(error)).")
    }
  }

  init(
    title: String, inputs: [BatchInputPlace], outputs: [BatchOutputPlace], pairs: Pairs, attempts: Int,
    maxFailures: Int?, isFresh: Bool, backend: String, model: String?, threads: Int?, contextLength: Int?,
    session: BatchSessionPlan
  ) {
    self.title = title
    self.inputs = inputs
    self.outputs = outputs
    self.pairs = pairs
    self.attempts = attempts
    self.maxFailures = maxFailures
    self.isFresh = isFresh
    self.backend = backend
    self.model = model
    self.threads = threads
    self.contextLength = contextLength
    self.session = session
  }
}

/// A file or folder of dossiers.
struct BatchInputPlace: Hashable, Sendable, Codable {
  /// Absolute; `-` is standard input.
  var path: String
  /// As the user wrote it.
  var shown: String

  var isStandardInput: Bool { path == "-" }
}

/// What a user chose about the sessions of a batch.
struct BatchSessionPlan: Hashable, Sendable, Codable {
  var seed: UInt64
  var samples: Int
  var removesMarkers: Bool
  var marksWords: Bool
  var headToHead: SessionOptions.HeadToHeadRule
  /// nil in a plan of a version that did not know it.
  var ownWords: Bool?

  init(_ arguments: SessionArguments) {
    seed = arguments.seed
    samples = arguments.samples
    removesMarkers = arguments.neutralise
    marksWords = arguments.datamark
    headToHead = arguments.headToHead.rule
    ownWords = arguments.ownWords
  }

  var options: SessionOptions {
    SessionOptions(
      seed: seed, samples: samples,
      vendorText: VendorTextOptions(removesMarkers: removesMarkers, marksWords: marksWords), headToHead: headToHead,
      ownWords: ownWords ?? false)
  }
}
