import PanelSite
import Testing

@testable import PanelCommand

@Suite("Progress of a download")
struct DownloadProgressTests {
  private func drawn(_ progress: DownloadProgress, at seconds: Double, _ columns: Int) -> [String] {
    let frame = progress.frame(at: seconds, size: TerminalSize(columns: columns, rows: 24))
    for line in frame { #expect(line.width <= columns) }
    return frame.map { $0.rendered(colour: false) }
  }

  @Test("shows share, bytes, rate and time left, as far as they fit") func frames() {
    var progress = DownloadProgress(name: "smollm2-135m-instruct")
    #expect(drawn(progress, at: 0, 80) == ["smollm2-135m-instruct  0 B"])
    _ = progress.receive(.bytes(0, of: 98_362_432), at: 1)
    for second in 2...5 { _ = progress.receive(.bytes((second - 1) * 8_000_000, of: 98_362_432), at: Double(second)) }
    #expect(
      drawn(progress, at: 5, 100) == [
        "smollm2-135m-instruct  ━━━━━━━━━━━────────────────────────  32%  32 MB of 98 MB  6.4 MB/s  0:10 left"
      ])
    #expect(drawn(progress, at: 5, 60) == ["smollm2-135m-instru…  ━━─────  32%  32 MB of 98 MB  6.4 MB/s"])
    #expect(drawn(progress, at: 5, 20).count == 1)
  }

  @Test("what was there before is not counted as downloaded now") func resumed() {
    var progress = DownloadProgress(name: "model")
    #expect(progress.receive(.bytes(500_000_000, of: 1_117_320_768), at: 1) == ["model: 44%, 500 MB of 1.12 GB"])
    _ = progress.receive(.bytes(500_000_000, of: 1_117_320_768), at: 2)
    #expect(drawn(progress, at: 2, 100).first?.contains("/s") == false)
  }

  @Test("writes a plain line for each tenth, and for slow or endless ones every 15 seconds") func plainLines() {
    var progress = DownloadProgress(name: "m")
    var lines: [String] = []
    for step in 0...100 { lines += progress.receive(.bytes(step * 1000, of: 100_000), at: Double(step) / 10) }
    #expect(lines.count == 10)
    #expect(lines.first == "m: 10%, 10 kB of 100 kB, 10 kB/s, 0:09 left")
    #expect(lines.last?.hasPrefix("m: 100%, 100 kB of 100 kB") == true)
    var endless = DownloadProgress(name: "m")
    var count = 0
    for second in 0...60 { count += endless.receive(.bytes(second * 10, of: nil), at: Double(second)).count }
    #expect(count == 4)
    #expect(endless.receive(.status("checking the hash"), at: 61) == ["m: checking the hash"])
  }

  @Test(
    "sizes are told as files are sold",
    arguments: [
      (999, "999 B"), (1000, "1 kB"), (9_950_000, "10.0 MB"), (98_362_432, "98 MB"), (1_117_320_768, "1.12 GB"),
    ])
  func sizes(_ bytes: Int, _ text: String) {
    #expect(DownloadProgress.size(bytes) == text)
  }
}
