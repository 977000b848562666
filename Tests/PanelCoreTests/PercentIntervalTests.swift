import PanelCore
import Testing

@Suite struct PercentIntervalTests {
  @Test(arguments: [(4, 4, 51, 100), (3, 4, 30, 95), (2, 4, 15, 85), (0, 4, 0, 49), (1, 1, 21, 100), (50, 100, 40, 60)])
  func wilsonHasTheFiguresOfTheMethod(successes: Int, trials: Int, low: Int, high: Int) {
    #expect(PercentInterval.wilson95(successes: successes, trials: trials) == PercentInterval(low: low, high: high))
  }

  @Test func wilsonHoldsTheProportionAndMirrors() {
    for trials in 1...60 {
      for successes in 0...trials {
        let interval = PercentInterval.wilson95(successes: successes, trials: trials)
        let mirrored = PercentInterval.wilson95(successes: trials - successes, trials: trials)
        let percent = 100 * Double(successes) / Double(trials)
        #expect(Double(interval.low) <= percent + 0.5 && Double(interval.high) >= percent - 0.5)
        #expect((0...100).contains(interval.low) && (0...100).contains(interval.high))
        // Rounding at a half may differ by one.
        #expect(abs(interval.low - (100 - mirrored.high)) <= 1)
      }
    }
  }

  @Test func moreVotesOfTheSameShareNarrowTheInterval() {
    var width = 101
    for trials in stride(from: 4, through: 400, by: 4) {
      let interval = PercentInterval.wilson95(successes: 3 * trials / 4, trials: trials)
      #expect(interval.high - interval.low <= width)
      width = interval.high - interval.low
    }
  }
}
