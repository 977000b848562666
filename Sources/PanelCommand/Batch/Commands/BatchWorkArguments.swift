import ArgumentParser

/// How a process works on a batch, wherever the batch came from.
struct BatchWorkArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Reviews at once. (default: 2 in this process, 4 on an endpoint)", valueName: "count"))
  var inFlight: Int?

  @Option(help: ArgumentHelp("Stop once more than so many tools failed.", valueName: "count"))
  var maxFailures: Int?

  @Option(help: ArgumentHelp("How long an endpoint may be away: 30s, 10m, 2h.", valueName: "time"))
  var patience = BatchDuration(seconds: 300)

  @Flag(help: "Events as JSON, one a line, on standard output, in place of the display.")
  var jsonEvents = false

  func validate() throws {
    if let inFlight, !(1...256).contains(inFlight) {
      throw ValidationError("--in-flight is \(inFlight); expected 1 to 256.")
    }
    if let maxFailures, maxFailures < 0 {
      throw ValidationError("--max-failures is \(maxFailures); expected 0 or more.")
    }
  }
}

/// A time as a user writes it: `90d`, `2h`, `10m`, `30s`.
struct BatchDuration: ExpressibleByArgument, Hashable, Sendable {
  var seconds: Int64

  init(seconds: Int64) { self.seconds = seconds }

  init?(argument: String) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let last = argument.last, let unit = units[last], let number = Int64(argument.dropLast()), number > 0,
      number <= 100_000_000
    else { return nil }
    seconds = number * unit
  }

  var defaultValueDescription: String {
    for (unit, name) in [(86_400, "d"), (3600, "h"), (60, "m")] as [(Int64, String)] where seconds % unit == 0 {
      return "\(seconds / unit)\(name)"
    }
    return "\(seconds)s"
  }
}
