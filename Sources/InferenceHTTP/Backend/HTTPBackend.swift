public import Inference

/// Inference at one or more HTTP endpoints that serve the same model.
public final class HTTPBackend: InferenceBackend {
  public let identity: BackendIdentity
  public let capabilities: BackendCapabilities
  private let pool: EndpointPool
  private let client: CurlClient
  private let options: HTTPBackendOptions

  init(pool: EndpointPool, client: CurlClient, options: HTTPBackendOptions, identity: BackendIdentity) {
    self.pool = pool
    self.client = client
    self.options = options
    self.identity = identity
    let all = pool.endpoints.map(\.capabilities)
    let lengths = all.compactMap(\.contextLength)
    capabilities = BackendCapabilities(
      contextLength: lengths.count == all.count ? lengths.min() : nil,
      isDeterministic: all.allSatisfy(\.isDeterministic), readsDistributions: all.allSatisfy(\.readsDistributions))
  }

  public func run(_ requests: [InferenceRequest]) -> AsyncThrowingStream<InferenceEvent, any Error> {
    AsyncThrowingStream { continuation in
      let work = Task {
        await self.work(requests) { continuation.yield($0) }
        continuation.finish(throwing: Task.isCancelled ? CancellationError() : nil)
      }
      continuation.onTermination = { _ in work.cancel() }
    }
  }

  public func countPromptTokens(_ requests: [InferenceRequest]) async throws -> [Int] {
    guard let endpoint = pool.endpoints.first else { return [] }
    var counts: [Int] = []
    for request in requests {
      do {
        let chat = try await endpoint.prepare(request.messages)
        let turn = Turn(leadIn: request.fields.first?.leadIn ?? "")
        counts.append(try await endpoint.countTokens(chat, with: turn))
      } catch let failure as EndpointFailure {
        throw failure.error
      }
    }
    return counts
  }

  public func close() async { await client.close() }

  private func work(
    _ requests: [InferenceRequest], _ emit: @escaping @Sendable (InferenceEvent) -> Void
  ) async {
    let lanes = PrefixLanes.plan(requests, lanes: pool.slots)
    let queue = SharedLanes(lanes)
    await withTaskGroup { group in
      for lane in lanes.indices {
        group.addTask {
          var preferred: Int?
          while !Task.isCancelled, let index = queue.next(lane: lane) {
            await self.work(requests[index], preferring: &preferred, emit)
          }
        }
      }
    }
  }

  private func work(
    _ request: InferenceRequest, preferring preferred: inout Int?, _ emit: @escaping @Sendable (InferenceEvent) -> Void
  ) async {
    emit(.started(request.id))
    let total = options.deadlines.total
    let start = preferred
    do {
      let (response, used) = try await withDeadline(total, passed: Stage.total.passed(total, at: options.place)) {
        [pool, options] in
        var used = start
        var run = RequestRun(request, pool: pool, options: options, emit: emit)
        let response = try await run.run(preferring: &used)
        return (response, used)
      }
      preferred = used
      emit(.finished(request.id, response))
    } catch let error as InferenceError {
      emit(.failed(request.id, error))
    } catch {
      emit(.failed(request.id, InferenceError(.cancelled, "The work on \(request.id) was cancelled.")))
    }
  }
}
