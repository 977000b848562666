#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What an open file can show.
struct Terminal: Sendable {
  let descriptor: Int32
  /// Whether frames can be painted on it.
  let isInteractive: Bool
  /// Whether colours are wanted: never where `NO_COLOR` is set (no-color.org).
  let hasColour: Bool
  private let fallback: TerminalSize

  init(descriptor: Int32, environment: [String: String]) {
    self.init(descriptor: descriptor, isTerminal: isatty(descriptor) == 1, environment: environment)
  }

  init(descriptor: Int32, isTerminal: Bool, environment: [String: String]) {
    self.descriptor = descriptor
    let kind = environment["TERM"] ?? ""
    isInteractive = isTerminal && !kind.isEmpty && kind != "dumb"
    hasColour = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty
    fallback = TerminalSize(
      columns: environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? 80,
      rows: environment["LINES"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? 24)
  }

  /// The size now, as the terminal says; else `COLUMNS` and `LINES`, else 80 by 24.
  var size: TerminalSize {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else { return fallback }
    return TerminalSize(columns: Int(window.ws_col), rows: window.ws_row > 0 ? Int(window.ws_row) : fallback.rows)
  }

  /// Writes all of `text`; a terminal that went away is no reason to stop the work, so errors end the writing silently.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
