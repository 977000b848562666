import ArgumentParser
import Foundation
import PanelCore
import PanelFormats
import PanelSite
import PanelStore

/// `panel batch status`
struct BatchStatusCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "How far a batch is, what failed and why; also while it runs.")

  @OptionGroup var run: BatchRunArgument

  @Option(help: ArgumentHelp("text or json.", valueName: "format"))
  var format = Format.text

  @Option(help: ArgumentHelp("Most failed tools and broken records that are named.", valueName: "count"))
  var limit = 20

  @OptionGroup(title: "Files") var database: DatabaseOptions

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let store = try database.open(world, mode: .readOnly)
    let run = try await run.find(in: store)
    let status = try await BatchStatusReport(run, store: store, limit: limit)
    world.output.write(try format == .json ? StableJSON.pretty(status) : status.text)
    return 0
  }
}

/// How far a batch is.
struct BatchStatusReport: Encodable, Sendable {
  struct Failure: Encodable, Sendable {
    var subject: String
    var kind: String
    var cause: String
    var attempts: Int
  }

  struct Broken: Encodable, Sendable {
    var place: String
    var problem: String
  }

  var run: String
  var state: String
  var title: String
  var model: String
  var started: String
  var isRead: Bool
  var total: Int
  var done: Int
  var failed: Int
  var inFlight: Int
  var queued: Int
  var cancelled: Int
  var brokenRecords: Int
  var promptTokens: Int
  var computedPromptTokens: Int
  var generatedTokens: Int
  var failuresByKind: [String: Int]
  var failures: [Failure]
  var broken: [Broken]

  enum CodingKeys: String, CodingKey {
    case run, state, title, model, started
    case isRead = "is_read"
    case total, done, failed
    case inFlight = "in_flight"
    case queued, cancelled
    case brokenRecords = "broken_records"
    case promptTokens = "prompt_tokens"
    case computedPromptTokens = "computed_prompt_tokens"
    case generatedTokens = "generated_tokens"
    case failures, broken
  }

  init(_ stored: StoredRun, store: Store, limit: Int) async throws {
    let plan = try BatchPlan(of: stored)
    let id = stored.id
    let (counts, failed, events) = try await store.read { sql -> (JobCounts, [Failure], [StoredEvent]) in
      var failed: [Failure] = []
      try sql.forEachJob(of: id, in: [.failed, .dead]) { job in
        guard failed.count < limit else { return }
        failed.append(
          Failure(
            subject: job.key, kind: job.failure?.kind ?? "unknown", cause: job.failure?.message ?? "",
            attempts: job.progress.attempt))
      }
      return (try sql.jobCounts(of: id), failed, try sql.events(of: id, kind: "input.broken", limit: limit))
    }
    run = id.rawValue
    // A process that was killed could not say so.
    state = stored.state == .running && counts[.leased] == 0 && counts.open > 0 ? "waiting" : stored.state.rawValue
    title = plan.title
    model = stored.inputs.modelName
    started = stored.createdAt.date.formatted(.iso8601)
    isRead = plan.isRead
    total = counts.total
    done = counts[.done]
    self.failed = counts[.failed] + counts[.dead]
    inFlight = counts[.leased]
    queued = counts[.queued]
    cancelled = counts[.cancelled]
    brokenRecords = plan.broken
    promptTokens = stored.usage.promptTokens
    computedPromptTokens = stored.usage.computedPromptTokens
    generatedTokens = stored.usage.generatedTokens
    failuresByKind = counts.failures
    failures = failed
    broken = events.map { Broken(place: $0.subject, problem: $0.detail) }
  }

  var text: String {
    func number(_ value: Int) -> String { NumberText.grouped(value) }
    var text = "Run \(run): \(PlainText.clean(title)), \(PlainText.clean(model)), \(state), begun \(started)\n"
    text += "\(number(done)) of \(number(total)) done, \(number(failed)) failed, \(number(inFlight)) in flight, "
    text += "\(number(queued)) queued\(cancelled > 0 ? ", \(number(cancelled)) cancelled" : "")\n"
    if promptTokens > 0 {
      let share = 100 - 100 * computedPromptTokens / promptTokens
      text += "\(number(promptTokens)) tokens read, \(share)% from the cache, \(number(generatedTokens)) written\n"
    }
    if !failuresByKind.isEmpty {
      let kinds = failuresByKind.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      text += "Failed by cause: \(kinds.map { "\($0.key) \(number($0.value))" }.joined(separator: ", "))\n"
      for failure in failures {
        text +=
          "  \(failure.subject): \(PlainText.clean(failure.cause)) (\(failure.kind), attempt \(failure.attempts))\n"
      }
      if failed > failures.count { text += "  and \(number(failed - failures.count)) more\n" }
    }
    if brokenRecords > 0 {
      text += "\(number(brokenRecords)) records could not be read:\n"
      for record in broken { text += "  \(PlainText.clean(record.problem))\n" }
      if brokenRecords > broken.count { text += "  and \(number(brokenRecords - broken.count)) more\n" }
    }
    if !isRead { text += "The input was not read to its end.\n" }
    if queued > 0 || !isRead { text += "Go on with: panel batch resume \(run)\n" }
    if failed > 0 { text += "Try what failed again: panel batch retry-failed \(run)\n" }
    return text
  }
}
