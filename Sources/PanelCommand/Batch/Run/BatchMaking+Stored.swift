import Foundation
import Inference
import PanelCore
import PanelEngine
import PanelFormats
import PanelStore

extension BatchMaking {
  /// What a run that begins is recorded to be made with.
  ///
  /// - Parameter address: of the backend.
  func inputs(address: String) throws -> RunInputs {
    RunInputs(
      backend.identity, address: address, panel: panel, templates: templates, options: options,
      settings: try options.reviewSettings())
  }

  /// Reviews at once where nobody says: in this process more than two only wait for one another; an endpoint has slots.
  var defaultInFlight: Int { backend.identity.kind == "http" ? 4 : 2 }

  /// What a run was begun with: personas and prompts as they were then, whatever became of their files, and the same model.
  ///
  /// - Parameter arguments: of this process; what they do not say is as it was.
  /// - Throws: ``CommandFailure`` where the model, or the program, is another one.
  static func stored(
    _ run: StoredRun, _ plan: BatchPlan, store: Store, program: PanelProgram, backend arguments: BackendArguments,
    reporter: BatchReporter
  ) async throws -> BatchMaking {
    var chosen = arguments
    let world = program.world
    chosen.backend = arguments.backend ?? plan.backend
    chosen.model = arguments.model ?? plan.model
    chosen.threads = arguments.threads ?? plan.threads
    chosen.context = arguments.context ?? plan.contextLength
    reporter.report(.status("Opening \(chosen.address(world))"))
    let backend = try await chosen.open(in: program)
    do {
      return try await stored(run, plan, store: store, program: program, opened: backend)
    } catch {
      await backend.close()
      throw error
    }
  }

  /// The same with a backend that is open.
  static func stored(
    _ run: StoredRun, _ plan: BatchPlan, store: Store, program: PanelProgram, opened backend: any InferenceBackend
  ) async throws -> BatchMaking {
    let inputs = run.inputs
    let texts = try await store.read { sql in
      (try sql.document(inputs.personasSHA256), try sql.document(inputs.promptsSHA256))
    }
    guard let panelText = texts.0, let promptTexts = texts.1 else {
      throw CommandFailure("The personas or prompts of run \(run.id) are not in the database.")
    }
    let panel = try CanonicalText.panel(panelText, name: "the personas of run \(run.id)")
    let templates = try CanonicalText.prompts(promptTexts, name: "the prompts of run \(run.id)")
    let making = BatchMaking(
      panel: panel, templates: try PromptTemplates(named: templates, folder: "the prompts of run \(run.id)"),
      options: plan.session.options, backend: backend, world: program.world)
    let identity = backend.identity
    // An endpoint is known by its address where its model's file is not; the run may go on at another one of the same model.
    let isSameModel =
      inputs.modelSHA256 == identity.modelSHA256
      && (inputs.modelName == identity.model || inputs.modelName.hasPrefix("\(identity.model) at "))
    guard isSameModel, inputs.backend == identity.kind else {
      throw CommandFailure(
        "Run \(run.id) was begun with \(inputs.modelName) on \(inputs.backend), and this is \(identity.model) on "
          + "\(identity.kind).", remedy: "Go on with the same model, or begin a batch of its own for this one.",
        status: .usage)
    }
    let settings = ContentHash.ofText(try making.options.reviewSettings())
    guard settings == inputs.settingsSHA256, identity.engine == inputs.engine else {
      throw CommandFailure(
        "Run \(run.id) was begun with version \(inputs.version) (\(inputs.engine)), which answers in another way than "
          + "this one (\(identity.engine)).",
        remedy: "Begin the batch anew with the same input; what the old version finished stays in the database.")
    }
    return making
  }
}
