import Inference
import Testing

@testable import InferenceHTTP

@Suite("When to try again")
struct RetryTests {
  private func after(_ value: String, date: String? = nil) -> Duration? {
    let headers = [(name: "retry-after", value: value)] + (date.map { [(name: "DATE", value: $0)] } ?? [])
    return RetryAfter.duration(in: HTTPHead(status: 429, headers: headers))
  }

  @Test("Retry-After is read as seconds and as a date, and never as more than a day")
  func retryAfter() {
    #expect(after("120") == .seconds(120))
    #expect(after("99999999999999999999") == .seconds(86_400))
    let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    #expect(after("Sun, 06 Nov 1994 08:50:07 GMT", date: date) == .seconds(30))
    #expect(after("Mon, 07 Nov 1994 00:00:00 GMT", date: date) == .seconds(54_623))
    #expect(after("Sun, 06 Nov 1994 08:00:00 GMT", date: date) == .zero)
    #expect(after("Sun, 06 Nov 1994 08:50:07 GMT") == nil)
    #expect(after("soon", date: date) == nil)
    #expect(after("-5") == nil)
    #expect(RetryAfter.duration(in: HTTPHead(status: 429)) == nil)
  }

  @Test("Dates count the days of leap years")
  func dates() {
    #expect(RetryAfter.seconds(ofDate: "Thu, 01 Jan 1970 00:00:00 GMT") == 0)
    #expect(RetryAfter.seconds(ofDate: "Tue, 29 Feb 2000 12:00:00 GMT") == 951_825_600)
    #expect(RetryAfter.seconds(ofDate: "Sun, 22 Nov 2026 19:18:00 GMT") == 1_795_375_080)
    #expect(RetryAfter.seconds(ofDate: "Sun, 32 Nov 2026 19:18:00 GMT") == nil)
  }

  @Test("Waits double up to a cap, with full jitter, and never undercut the server")
  func backoff() {
    var policy = RetryPolicy(attempts: 9, base: .seconds(1), cap: .seconds(8), random: { 0.5 })
    #expect((1...6).map { policy.delay(after: $0, retryAfter: nil) } == [0.5, 1, 2, 4, 4, 4].map { .seconds($0) })
    #expect(policy.delay(after: 1, retryAfter: .seconds(30)) == .seconds(30))
    policy.random = { 0 }
    #expect(policy.delay(after: 500, retryAfter: nil) == .zero)
  }

  @Test("Of several endpoints the least busy takes a request, or the one whose cache is warm")
  func leastBusy() {
    let now = ContinuousClock.now
    var pool = PoolState(slots: [2, 4], policy: RetryPolicy())
    #expect(pool.acquire(preferring: nil, now: now) == 0)
    #expect(pool.acquire(preferring: nil, now: now) == 1)
    #expect(pool.acquire(preferring: nil, now: now) == 1)
    #expect(pool.acquire(preferring: 0, now: now) == 0)
    #expect(pool.acquire(preferring: 0, now: now) == 1)
    #expect(pool.acquire(preferring: nil, now: now) == 1)
    #expect(pool.acquire(preferring: nil, now: now) == nil)
    pool.release(0, failure: nil, now: now)
    #expect(pool.acquire(preferring: 1, now: now) == 0)
  }

  @Test("A failing endpoint is set aside for longer and longer, and comes back")
  func setAside() {
    let now = ContinuousClock.now
    let failure = EndpointFailure(InferenceError(.unreachable, "gone"), retry: .later(nil))
    var pool = PoolState(
      slots: [1, 1], policy: RetryPolicy(base: .seconds(2), cap: .seconds(60), random: { 0.5 }))
    #expect(pool.acquire(preferring: 0, now: now) == 0)
    pool.release(0, failure: failure, now: now)
    #expect(pool.nextReturn(now: now) == now + .seconds(1))
    #expect(pool.acquire(preferring: 0, now: now) == 1)
    #expect(pool.acquire(preferring: 0, now: now) == nil)
    #expect(pool.hopeless(until: now) == nil)
    pool.release(1, failure: failure, now: now)
    #expect(pool.hopeless(until: now + .milliseconds(500))?.message == "gone")
    #expect(pool.hopeless(until: now + .seconds(5)) == nil)
    #expect(pool.acquire(preferring: 0, now: now + .seconds(1)) == 0)
    pool.release(0, failure: failure, now: now + .seconds(1))
    #expect(pool.nextReturn(now: now + .seconds(1)) == now + .seconds(3))
  }
}
