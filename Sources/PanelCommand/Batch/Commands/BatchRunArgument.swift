import ArgumentParser
import Foundation
import PanelCore
import PanelStore

/// Which run a command is about.
struct BatchRunArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The run's id, or “latest”.", valueName: "run"))
  var name: String

  /// - Throws: ``CommandFailure`` naming the runs that there are.
  func find(in store: Store) async throws -> StoredRun {
    let name = name
    let (found, others) = try await store.read { sql -> (StoredRun?, [StoredRun]) in
      let runs = try sql.runs(kind: BatchPlan.kind, limit: 20)
      if name == "latest" { return (runs.first, runs) }
      return (try sql.run(RunID(name)), runs)
    }
    if let found, found.kind == BatchPlan.kind { return found }
    if let found {
      throw CommandFailure(
        "Run \(found.id) is no batch, but a run of the kind “\(found.kind)”.", status: .usage)
    }
    if others.isEmpty { throw CommandFailure("There is no batch in \(store.file.path).", status: .usage) }
    let near = NearestNames.of(name, in: others.map(\.id.rawValue), limit: 1).first.map { "Did you mean “\($0)”? " }
    throw CommandFailure(
      "There is no run “\(name)”.",
      remedy: (near ?? "") + "The last ones: \(others.prefix(5).map(\.id.rawValue).joined(separator: ", ")).",
      status: .usage)
  }
}
