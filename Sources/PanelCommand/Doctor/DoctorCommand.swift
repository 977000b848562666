import ArgumentParser
import Inference
import PanelCore
import PanelFormats

/// `panel doctor`
struct DoctorCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Says what works here, what does not, and what to do about it.",
    discussion: """
      Looks at the processor, the memory, the default model, what a download needs, the terminal and the folders that are \
      written to. With --backend it asks that address too. Ends in status 1 where a review could not run.
      """)

  @OptionGroup var backend: BackendArguments
  @OptionGroup var library: LibraryOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let machine = MachineChecks(world: world)
    var checks = [machine.processor(), machine.memory(), machine.model(backend.model)]
    checks += [machine.python(), machine.curl(), machine.terminal()]
    checks += machine.folders() + files(world)
    if backend.backend != nil || world["PANEL_BACKEND"] != nil { checks.append(await endpoint(program)) }
    for check in checks { world.output.write(check.text) }
    return checks.contains { $0.state == .fails } ? CommandFailure.Status.failed.rawValue : 0
  }

  private func files(_ world: World) -> [DoctorCheck] {
    do {
      let library = try library.library(world)
      let panel = try library.panel()
      let broken = library.toolSlugs.filter { (try? library.dossier($0)) == nil }
      return [
        DoctorCheck(
          .works, "personas", "\(panel.personas.count) seats, quorum \(panel.quorum), from \(library.personas.name)"),
        broken.isEmpty
          ? DoctorCheck(.works, "tools", "\(library.toolSlugs.count) dossiers, from \(library.tools.name)")
          : DoctorCheck(
            .limited, "tools", "\(broken.count) broken: \(broken.map(\.rawValue).joined(separator: ", "))",
            remedy: "panel tool lint"),
      ]
    } catch {
      return [DoctorCheck(.fails, "files", CommandFailure(error).message)]
    }
  }

  private func endpoint(_ program: PanelProgram) async -> DoctorCheck {
    let address = backend.address(program.world)
    do {
      let opened = try await backend.open(in: program)
      let identity = opened.identity
      await opened.close()
      return DoctorCheck(.works, "backend", "\(address) serves \(identity.model) (\(identity.engine))")
    } catch {
      let failure = CommandFailure(error)
      return DoctorCheck(.fails, "backend", failure.message, remedy: failure.remedy)
    }
  }
}
