#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Runs the user's editor on this terminal.
///
/// Foundation's `Process` puts a child into a process group of its own, which the terminal then stops as soon as it reads
/// a key.
enum EditorProcess {
  /// - Parameter editor: a command of the shell, such as `code --wait`.
  /// - Returns: Its exit status; 128 and its signal where one ended it, 127 where there is none.
  static func run(_ editor: String, file: String) -> Int32 {
    let words: [String] = ["/bin/sh", "-c", "\(editor) \"$1\"", "sh", file]
    let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child = pid_t()
    guard posix_spawn(&child, "/bin/sh", nil, nil, arguments, environ) == 0 else { return 127 }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      if errno != EINTR { return 127 }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
