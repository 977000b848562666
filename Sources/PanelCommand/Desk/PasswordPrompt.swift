import PanelDesk

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Asks for a new password: at a terminal twice and unseen, else one line of standard input.
enum PasswordPrompt {
  static func ask(for name: AccountName, _ world: World) throws -> String {
    guard isatty(0) == 1 else {
      guard let line = readLine(strippingNewline: true), !line.isEmpty else {
        throw CommandFailure(
          "No password came on standard input.",
          remedy: "Write one there, or make an account for the terminal only with --no-password.")
      }
      return line
    }
    let first = try read("Password for \(name): ", world)
    guard try read("The same again: ", world) == first else {
      throw CommandFailure("The two passwords differ.", remedy: "Run the command again.")
    }
    return first
  }

  private static func read(_ prompt: String, _ world: World) throws -> String {
    world.messages.write(prompt)
    var settings = termios()
    tcgetattr(0, &settings)
    var silent = settings
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(0, TCSAFLUSH, &silent)
    defer {
      tcsetattr(0, TCSAFLUSH, &settings)
      world.messages.write("\n")
    }
    guard let line = readLine(strippingNewline: true) else { throw CommandFailure("No password was typed.") }
    return line
  }
}
