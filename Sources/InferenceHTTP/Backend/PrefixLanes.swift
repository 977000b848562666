import Inference

/// Orders the requests of a session so that a server's prompt cache stays warm.
///
/// A server keeps the last prompt of each of its slots. So requests are sorted so that those that share the longest
/// beginnings are neighbours, and the row is cut into as many lanes as there are slots; each lane works its part off one
/// after another, and its slot finds all but the last segments computed. Cuts go between prompts that share least.
enum PrefixLanes {
  /// Indices of `requests`, in `count` lanes or fewer, none of them empty.
  static func plan(_ requests: [InferenceRequest], lanes count: Int) -> [[Int]] {
    let keys = requests.map(key)
    let row = row(keys)
    let lanes = min(max(1, count), row.count)
    guard lanes > 1 else { return row.isEmpty ? [] : [row] }
    var cuts: [Int] = []
    for lane in 1..<lanes {
      // Near the even cut, where neighbours share least; never so far that a lane would be empty.
      let even = row.count * lane / lanes
      let slack = max(0, row.count / (lanes * 3))
      let low = max((cuts.last ?? 0) + 1, even - slack)
      let high = max(low, min(row.count - (lanes - lane), even + slack))
      let best = (low...high).min {
        (shared(keys[row[$0 - 1]], keys[row[$0]]), abs($0 - even))
          < (shared(keys[row[$1 - 1]], keys[row[$1]]), abs($1 - even))
      }
      cuts.append(best ?? even)
    }
    let bounds = [0] + cuts + [row.count]
    return zip(bounds, bounds.dropFirst()).map { Array(row[$0..<$1]) }
  }

  /// The order of a walk through the tree of segments, where branches come in the order in which they were first asked.
  private static func row(_ keys: [[String]]) -> [Int] {
    func walk(_ indices: [Int], depth: Int) -> [Int] {
      guard indices.count > 1 else { return indices }
      var order: [String] = []
      var groups: [String: [Int]] = [:]
      var ended: [Int] = []
      for index in indices {
        guard depth < keys[index].count else {
          ended.append(index)
          continue
        }
        let segment = keys[index][depth]
        if groups[segment] == nil { order.append(segment) }
        groups[segment, default: []].append(index)
      }
      return ended + order.flatMap { walk(groups[$0] ?? [], depth: depth + 1) }
    }
    return walk(Array(keys.indices), depth: 0)
  }

  private static func key(_ request: InferenceRequest) -> [String] {
    request.messages.flatMap { message in message.segments.map { "\(message.role.rawValue)\u{0}\($0)" } }
  }

  private static func shared(_ a: [String], _ b: [String]) -> Int {
    zip(a, b).prefix { $0 == $1 }.reduce(0) { $0 + $1.0.utf8.count }
  }
}

/// Hands out the requests of a session lane by lane; a lane that is done helps the one that has most left, from its end,
/// where the least is shared with what that lane works on now.
struct LaneQueue: Sendable {
  private var lanes: [ArraySlice<Int>]

  init(_ lanes: [[Int]]) { self.lanes = lanes.map { $0[...] } }

  mutating func next(lane: Int) -> Int? {
    if let own = lanes[lane].popFirst() { return own }
    guard let longest = lanes.indices.max(by: { lanes[$0].count < lanes[$1].count }) else { return nil }
    return lanes[longest].popLast()
  }
}

/// A ``LaneQueue`` for the tasks that work the lanes off.
final class SharedLanes: Sendable {
  private let queue: Locked<LaneQueue>

  init(_ lanes: [[Int]]) { queue = Locked(LaneQueue(lanes)) }

  func next(lane: Int) -> Int? { queue.withLock { $0.next(lane: lane) } }
}
