import ArgumentParser
import Foundation
import PanelDesk
import PanelStore

/// Which desk, and who acts.
struct DeskArguments: ParsableArguments {
  @OptionGroup var database: DatabaseOptions

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "The account that acts. (default: PANEL_ACCOUNT, else the only account there is)", valueName: "account"))
  var account: String?

  func open(_ world: World) throws -> Desk { Desk(store: try database.open(world), policy: world.deskPolicy) }

  /// - Throws: ``CommandFailure`` where nobody or more than one could be meant.
  func actor(_ desk: Desk, _ world: World) async throws -> Actor {
    let name = account ?? world["PANEL_ACCOUNT"]
    let accounts = try await desk.accounts().filter { !$0.isClosed }
    guard let name else {
      if accounts.count == 1 { return accounts[0].actor }
      throw CommandFailure(
        accounts.isEmpty ? "The desk has no account yet." : "The desk has \(accounts.count) accounts: say who acts.",
        remedy: accounts.isEmpty
          ? "Make one: panel user add NAME --role admin" : "Name one with --as or PANEL_ACCOUNT.", status: .usage)
    }
    guard let account = accounts.first(where: { $0.name.rawValue == name }) else {
      throw CommandFailure(
        "There is no account “\(name)” on this desk.", remedy: "panel user list shows them.", status: .usage)
    }
    return account.actor
  }
}

extension World {
  var moment: Moment { Moment(seconds: now().timeIntervalSince1970) }

  /// `PANEL_OWN_APPROVAL=allow` lets accounts approve their own edits: for a desk of one person.
  var deskPolicy: DeskPolicy { DeskPolicy(allowsOwnApproval: self["PANEL_OWN_APPROVAL"] == "allow") }

  /// Who makes accounts, as the audit log names them: the person at this machine.
  var localName: String { "local:\(self["USER"] ?? self["LOGNAME"] ?? "unknown")" }
}

/// A command that acts on one or more items.
protocol ItemsCommand: ProgramCommand {
  var desk: DeskArguments { get }
  var items: [Int64] { get }
  /// What it does to one.
  func act(on id: Int64, _ desk: Desk, _ actor: Actor, _ world: World) async throws -> String
}

extension ItemsCommand {
  /// Goes on to the next item where one refuses; the exit status then says that something failed.
  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = try self.desk.open(world)
    let actor = try await self.desk.actor(desk, world)
    var status: Int32 = 0
    for id in items {
      do {
        world.output.write("\(id)  \(try await act(on: id, desk, actor, world))\n")
      } catch let error as DeskError {
        world.messages.write("panel: \(CommandFailure(error))\n")
        status = CommandFailure.Status.failed.rawValue
      }
    }
    return status
  }
}
