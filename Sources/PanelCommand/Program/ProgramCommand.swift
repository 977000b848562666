import ArgumentParser

/// A command of `panel`. It is handed the program it belongs to, so that it reads nothing from global state.
protocol ProgramCommand: ParsableCommand {
  /// - Returns: The exit status.
  func run(in program: PanelProgram) async throws -> Int32
}
