public import PanelDesk

/// How the server runs.
public struct ServerSettings: Sendable {
  public var host: String
  public var port: Int
  /// Names under which browsers reach it, with the port where it is not the usual one; empty on a loopback address for
  /// the names of the machine itself.
  public var publicHosts: [String]
  /// Whether a proxy in front tells the browser's address in `X-Forwarded-For`.
  public var isBehindProxy: Bool
  /// Longest body of a request, in bytes.
  public var mostBodyBytes = 1_000_000
  /// Longest time for a body to arrive, and for a connection to stand idle, in seconds.
  public var requestSeconds = 20

  public init(host: String = "127.0.0.1", port: Int = 8080, publicHosts: [String] = [], isBehindProxy: Bool = false) {
    self.host = host
    self.port = port
    self.publicHosts = publicHosts
    self.isBehindProxy = isBehindProxy
  }

  /// Whether only this machine can reach it.
  public var isLoopback: Bool { Self.isLoopback(host) }

  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host == "[::1]" || host.wholeMatch(of: /127(\.\d{1,3}){3}/) != nil
  }

  /// Whether a request that names this host may be served. A page of elsewhere can point a name of its own at the loopback
  /// address (DNS rebinding); its requests then name that host.
  func serves(host: String) -> Bool {
    if publicHosts.contains(host) { return true }
    guard isLoopback else { return publicHosts.isEmpty }
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    return Self.isLoopback(String(name))
  }
}

/// What the server is handed from outside, so that it reads neither clock nor environment.
public struct ServerWorld: Sendable {
  public var now: @Sendable () -> Moment
  /// Seconds from a clock that never goes back.
  public var elapsed: @Sendable () -> Double
  public var newID: @Sendable () -> String
  /// Takes one line of the log, JSON.
  public var log: @Sendable (String) -> Void

  public init(
    now: @escaping @Sendable () -> Moment, elapsed: @escaping @Sendable () -> Double,
    newID: @escaping @Sendable () -> String, log: @escaping @Sendable (String) -> Void
  ) {
    self.now = now
    self.elapsed = elapsed
    self.newID = newID
    self.log = log
  }
}
