import ArgumentParser
import PanelDesk
import PanelServer
import PanelStore
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// `panel serve`
struct ServeCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the editorial desk, and what is published, to browsers.",
    discussion: """
      Only this machine can reach it unless --host names another address; that is refused before there is an account \
      with a password. It speaks HTTP: for others put a proxy with TLS in front, because browsers keep the session's \
      cookie only over HTTPS, or from this machine itself.

      Editors can run a persona again where there is a model: --model and --backend name it, as for a review. It is \
      opened when it is first used.

      It ends on Ctrl-C or SIGTERM, after the requests that are running; on a second one at once. The log goes to \
      standard error, a line of JSON for each request.

      EXAMPLES
        panel user add ann --role admin
        panel serve
        panel serve --port 9000 --behind-proxy --public-host desk.example.com
      """)

  @Option(help: "The address to listen on.") var host = "127.0.0.1"
  @Option(help: "The port; 0 lets the system choose one.") var port = 8080
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A name that browsers reach it by, with its port unless usual; may be repeated.", valueName: "host"))
  var publicHost: [String] = []
  @Flag(help: "Take the browser's address from X-Forwarded-For, which the proxy in front sets.") var behindProxy = false
  @Flag(help: "Write no line for each request.") var quiet = false
  @Flag(help: "Let the model write every answer of a persona that runs again, as in “panel review”.")
  var ownWords = false
  @OptionGroup(title: "Model") var backend: BackendArguments
  @OptionGroup(title: "Files") var library: LibraryOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if !(0...65_535).contains(port) { throw ValidationError("--port is \(port); expected 0 to 65535.") }
  }

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = Desk(store: try database.open(world), policy: world.deskPolicy)
    let settings = ServerSettings(
      host: host, port: port, publicHosts: publicHost, isBehindProxy: behindProxy)
    let accounts = try await desk.accounts().filter { $0.hasPassword && !$0.isClosed }
    if accounts.isEmpty {
      guard settings.isLoopback, publicHost.isEmpty, !behindProxy else {
        throw CommandFailure(
          "The desk has no account with a password, so it is not opened to others.",
          remedy: "Make one: panel user add NAME --role admin")
      }
      world.messages.write("Nobody can log in yet. Make an account: panel user add NAME --role admin\n")
    }
    let personas = ServedPersonas(program: program, backend: backend, library: library, ownWords: ownWords)
    let server = try DeskServer(
      desk: desk, settings: settings,
      world: ServerWorld(
        now: { world.moment }, elapsed: world.elapsed, newID: world.newID,
        log: { [messages = world.messages, quiet] line in if !quiet { messages.write(line + "\n") } }),
      running: personas.running)
    // The server ends in order on the first signal, after the requests that run; the second does not wait for them.
    let count = Mutex(0)
    let handlers = SignalHandlers([SIGINT, SIGTERM]) { number in
      let asked = count.withLock { count in
        count += 1
        return count
      }
      if asked > 1 { SignalHandlers.endProcess(by: number) }
    }
    defer { withExtendedLifetime(handlers) {} }
    do {
      try await server.run { [output = world.output, host] port in
        output.write("Listening on http://\(host.contains(":") ? "[\(host)]" : host):\(port)\n")
      }
    } catch {
      throw CommandFailure(
        "The server cannot listen on \(host):\(port), or broke: \(error)",
        remedy: "Choose another --port or --host, or end what listens there.")
    }
    await personas.close()
    try desk.store.close()
    return 0
  }
}
