import Synchronization

/// Counts for `/metrics`, in the text format of Prometheus.
final class ServerMetrics: Sendable {
  private struct State {
    var requests: [String: Int] = [:]
    var buckets = [Int](repeating: 0, count: ServerMetrics.bounds.count + 1)
    var seconds = 0.0
    var viewers: [Int64: [String: Double]] = [:]
  }

  /// Upper bounds in seconds.
  private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
  private let state = Mutex(State())

  /// - Parameter route: the path with numbers replaced, so that there are few of them.
  func count(route: String, status: Int, seconds: Double) {
    state.withLock { state in
      state.requests["route=\"\(route)\",status=\"\(status)\"", default: 0] += 1
      state.buckets[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
      state.seconds += seconds
    }
  }

  /// Notes that somebody looks at an item.
  ///
  /// - Returns: Who else did within two minutes.
  func look(at item: Int64, by account: String, elapsed: Double) -> [String] {
    state.withLock { state in
      var others = (state.viewers[item] ?? [:]).filter { elapsed - $0.value < 120 }
      let names = others.keys.filter { $0 != account }.sorted()
      others[account] = elapsed
      state.viewers[item] = others
      if state.viewers.count > 10_000 {
        state.viewers = state.viewers.filter { $0.value.values.contains { elapsed - $0 < 120 } }
      }
      return names
    }
  }

  func text(items: [(state: String, count: Int)]) -> String {
    state.withLock { state in
      var text = "# TYPE panel_http_requests_total counter\n"
      for (labels, count) in state.requests.sorted(by: { $0.key < $1.key }) {
        text += "panel_http_requests_total{\(labels)} \(count)\n"
      }
      text += "# TYPE panel_http_request_seconds histogram\n"
      var sum = 0
      for (index, bound) in Self.bounds.enumerated() {
        sum += state.buckets[index]
        text += "panel_http_request_seconds_bucket{le=\"\(bound)\"} \(sum)\n"
      }
      sum += state.buckets[Self.bounds.count]
      text += "panel_http_request_seconds_bucket{le=\"+Inf\"} \(sum)\n"
      text += "panel_http_request_seconds_sum \(state.seconds)\npanel_http_request_seconds_count \(sum)\n"
      text += "# TYPE panel_desk_items gauge\n"
      for (name, count) in items { text += "panel_desk_items{state=\"\(name)\"} \(count)\n" }
      return text
    }
  }
}
