import ArgumentParser
import Foundation
public import Inference

/// The program `panel`, for a package that brings a backend of its own:
///
///     import PanelCommand
///
///     await PanelProgram.main { registry in
///       registry.register("mine") { address, options in MyBackend(address, options) }
///     }
///
/// The result is a `panel` with all of its commands and one more kind of address for `--backend`.
public struct PanelProgram: Sendable {
  /// The backends that `--backend` can name.
  public private(set) var registry: BackendRegistry
  let world: World

  init(world: World) {
    self.world = world
    registry = .standard(world: world)
  }

  /// Runs the program with the arguments of this process, and ends the process with its exit status.
  ///
  /// - Parameter extend: Adds backends to those that the program knows.
  public static func main(_ extend: (inout BackendRegistry) -> Void = { _ in }) async -> Never {
    var program = PanelProgram(world: .live())
    extend(&program.registry)
    exit(await program.run(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs one command.
  ///
  /// - Returns: The exit status.
  func run(_ arguments: [String]) async -> Int32 {
    do {
      var command = try PanelRoot.parseAsRoot(arguments)
      if let command = command as? any ProgramCommand { return try await command.run(in: self) }
      try command.run()  // What is left prints help.
      return 0
    } catch let error where Self.isOfTheParser(error) {
      let status = PanelRoot.exitCode(for: error)
      let text = PanelRoot.fullMessage(for: error)
      (status.isSuccess ? world.output : world.messages).write(text.isEmpty ? "" : text + "\n")
      return status.rawValue
    } catch {
      let failure = CommandFailure(error)
      world.messages.write("panel: \(failure)\n")
      return failure.status.rawValue
    }
  }

  /// Errors that the argument parser throws and alone can word: those whose exit status it knows to be usage or success.
  private static func isOfTheParser(_ error: any Error) -> Bool {
    error is ValidationError || error is CleanExit || PanelRoot.exitCode(for: error) != .failure
  }
}
