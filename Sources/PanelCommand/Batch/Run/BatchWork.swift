import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats
import PanelStore

/// Does one job of a batch after the other: from its lease to the transaction that holds its result.
struct BatchWork: Sendable {
  /// How an attempt ended.
  enum Ended: Sendable {
    case done
    case failed(isLast: Bool)
    /// Given back to the queue, because the work was cancelled.
    case released
    /// Another process has the job now, or it was cancelled.
    case lost
    /// Given back to the queue, because the backend cannot do anything for now.
    case outage(InferenceError)
    /// The database does not take the result: nothing can go on.
    case broken(CommandFailure)
  }

  let store: Store
  let queue: JobQueue
  let run: StoredRun
  let plan: BatchPlan
  let making: BatchMaking
  let world: World
  let report: @Sendable (BatchEvent) -> Void

  func perform(_ lease: JobLease) async -> Ended {
    report(.began(lease.subject))
    let backend = NotingBackend(making.backend)
    do {
      switch BatchJobKind(rawValue: lease.job.kind) {
      case .verdict: return try await verdict(lease, on: backend)
      case .comparison: return try await comparison(lease, on: backend)
      case nil:
        throw JobFailure(
          kind: "unknown_kind", message: "This version knows no jobs of the kind “\(lease.job.kind)”.",
          isTransient: false)
      }
    } catch {
      return await ended(lease, error, backend)
    }
  }

  /// What an error means for the job.
  func ended(_ lease: JobLease, _ error: any Error, _ backend: NotingBackend) async -> Ended {
    do {
      switch error {
      case let error as StoreError:
        if error.code == .staleLease { return .lost }
        return .broken(CommandFailure(error))
      case is CancellationError:
        try await release(lease)
        return .released
      case let error as InferenceError where error.isOutage || error.code == .cancelled:
        try await release(lease)
        return error.code == .cancelled ? .released : .outage(error)
      case let failure as JobFailure: return try await fail(lease, failure)
      case let error as InferenceError:
        return try await fail(
          lease,
          JobFailure(
            kind: error.code.rawValue, message: error.description,
            isTransient: !error.isOfTheInput && !making.backend.capabilities.isDeterministic))
      default:
        let failure = CommandFailure(error)
        return try await fail(lease, JobFailure(kind: "error", message: failure.message, isTransient: true))
      }
    } catch let error as StoreError where error.code == .staleLease {
      return .lost
    } catch {
      return .broken(CommandFailure(error))
    }
  }

  /// Gives a job back. In a task of its own: a cancelled one may not use the database.
  private func release(_ lease: JobLease) async throws {
    let queue = queue
    try await Task { try await queue.release([lease]) }.value
  }

  func fail(
    _ lease: JobLease, _ failure: JobFailure,
    storing: @escaping @Sendable (any SQLWriting) throws -> Void = { _ in }
  ) async throws -> Ended {
    let state = try await queue.fail(lease, failure, storing: storing)
    let progress = lease.job.progress
    report(
      .failed(
        BatchEvent.Failed(
          subject: lease.subject, kind: failure.kind, cause: failure.message, attempt: progress.strikes + 1,
          mostAttempts: progress.mostStrikes, isLast: state.isFinal)))
    return .failed(isLast: state.isFinal)
  }

  func finished(
    _ lease: JobLease, name: String, percent: Int?, outcome: String, cost: BatchCost, seats: Int
  ) -> Ended {
    report(
      .finished(
        BatchEvent.Finished(
          subject: lease.subject, name: name, shipPercent: percent, outcome: outcome, seconds: cost.seconds,
          reused: cost.reused, seats: seats, isOwn: true)))
    return .done
  }

  /// Runs a session to its end, telling the tokens as they are spent.
  ///
  /// - Parameter traced: is told what each seat left for those after it.
  func comparison(
    of session: ReviewSession, cost: inout BatchCost, traced: (Seat, SeatTrace) -> Void
  ) async throws -> Comparison {
    var spent = TokenUsage()
    for try await event in session.run() {
      switch event {
      case .usage(let usage):
        report(
          .tokens(
            TokenUsage(
              promptTokens: usage.promptTokens - spent.promptTokens,
              computedPromptTokens: usage.computedPromptTokens - spent.computedPromptTokens,
              generatedTokens: usage.generatedTokens - spent.generatedTokens)))
        spent = usage
      case .traced(let seat, let trace): traced(seat, trace)
      case .finished(let comparison):
        cost.add(comparison.run)
        return comparison
      default: break
      }
    }
    throw CancellationError()
  }
}

extension BatchCost {
  mutating func add(_ run: RunRecord) {
    seconds += run.seconds
    promptTokens += run.promptTokens
    computedPromptTokens += run.computedPromptTokens
    generatedTokens += run.generatedTokens
    if started.isEmpty { started = run.started }
  }

  var usage: RunUsage {
    RunUsage(
      promptTokens: promptTokens, computedPromptTokens: computedPromptTokens, generatedTokens: generatedTokens,
      seconds: seconds)
  }
}

extension JobLease {
  /// What the job is about, for people: `caddy`, `caddy nginx`.
  var subject: String { job.kind == BatchJobKind.comparison.rawValue ? job.payload : job.key }

  /// Whether an earlier attempt ended with its whole process: the input may be what ends them.
  var isSuspect: Bool { job.progress.strikes > 0 && job.failure == nil }
}
