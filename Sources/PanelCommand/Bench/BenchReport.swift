import Foundation
import InferenceKernel
import PanelSite

/// What `panel bench` found, each figure beside its limit.
struct BenchReport: Encodable {
  struct Limits: Encodable {
    var gigaMultiplyAccumulates: Double
    var gigabytes: Double
  }

  var model: String
  var loadSeconds: Double
  var limits = Limits(gigaMultiplyAccumulates: 0, gigabytes: 0)
  var figures: [KernelBenchmark.Figure] = []
  var promptTokens = 0
  var computedPromptTokens = 0
  /// Most memory that the process held at once; nil where the system does not say.
  var peakMemoryBytes: Int?
  var texts: [String: String] = [:]

  func text() -> String {
    var table = Table(rows: [
      ["", "SECONDS", "TOKENS/S", "G MAC/S", "SHARE OF LIMIT", "GB/S", "SHARE OF LIMIT", "WHERE THE TIME GOES"]
    ])
    for figure in figures {
      let multiplied = figure.gigaMultiplyAccumulates / figure.seconds
      let read = figure.weightGigabytes / figure.seconds
      table.rows.append([
        figure.name, Self.number(figure.seconds, 3), Self.number(figure.tokensPerSecond, 1), Self.number(multiplied, 0),
        Self.share(multiplied, limits.gigaMultiplyAccumulates), Self.number(read, 1),
        Self.share(read, limits.gigabytes),
        figure.phases.sorted { $0.value > $1.value }.filter { $0.value >= 0.005 }
          .map { "\($0.key) \(Int(($0.value * 100).rounded())) %" }.joined(separator: ", "),
      ])
    }
    return """
      \(model), loaded in \(Self.number(loadSeconds, 2)) s\
      \(peakMemoryBytes.map { ", at most \($0 / 1_000_000) MB of memory" } ?? "")
      Limits measured now: \(Self.number(limits.gigaMultiplyAccumulates, 0)) G multiply-accumulates/s (8-bit), \
      \(Self.number(limits.gigabytes, 1)) GB/s read from memory
      Panel job: \(promptTokens) prompt tokens, \(computedPromptTokens) of them computed


      """ + table.text(width: nil)
  }

  /// `VmHWM` of this process.
  static func peakMemory() -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }

  private static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  private static func share(_ value: Double, _ limit: Double) -> String {
    limit > 0 ? "\(Int((value / limit * 100).rounded())) %" : "—"
  }
}
