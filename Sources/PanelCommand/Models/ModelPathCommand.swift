import ArgumentParser
import Foundation
import ModelFiles

/// `panel model path`
struct ModelPathCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "path", abstract: "Prints where a model's file is, for scripts; without a name, the folder of models.")

  @Argument(help: "A name, or the path of a file.", completion: .list(KnownModel.all.map(\.name))) var model: String?

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let file = try model.map { try ModelChoice.find($0, world: world).file } ?? world.modelFolder
    world.output.write("\(file.path)\n")
    return 0
  }
}
