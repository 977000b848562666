import ArgumentParser
import Foundation
import PanelDesk

/// `panel user`
struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Accounts of the editorial desk: who may read, edit, publish.",
    discussion: """
      Roles: reader (sees items), editor (edits and decides), publisher (publishes), admin (all). Who can write to the \
      database file can make accounts; the audit log names them by their name on this machine.

      EXAMPLES
        panel user add ann --role editor
        panel user add pat --role publisher --role editor
        panel user password ann
        panel user token ann --name digest --right read
      """,
    subcommands: [
      UserAddCommand.self, UserListCommand.self, UserRolesCommand.self, UserPasswordCommand.self,
      UserCloseCommand.self, UserOpenCommand.self, UserTokenCommand.self, UserTokensCommand.self,
      UserRevokeCommand.self,
    ])
}

/// An account's name on the command line.
struct AccountArgument: ExpressibleByArgument {
  var name: AccountName

  init?(argument: String) {
    guard let name = AccountName(argument) else { return nil }
    self.name = name
  }
}

/// `panel user add`
struct UserAddCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Makes an account.",
    discussion: "Its password is asked for, or read from standard input where that is no terminal.")

  @Argument(help: ArgumentHelp("a–z, 0–9, “-”, “.” and “_”.", valueName: "name")) var name: AccountArgument
  @Option(parsing: .singleValue, help: "reader, editor, publisher or admin; may be repeated.") var role: [Role]
  @Flag(help: "For the terminal only: without a password nobody can log in to the pages.") var noPassword = false
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = Desk(store: try database.open(world))
    let password = noPassword ? nil : try PasswordPrompt.ask(for: name.name, world)
    try await desk.addAccount(name.name, roles: Set(role), password: password, by: world.localName, at: world.moment)
    world.messages.write("Made the account \(name.name).\n")
    return 0
  }
}

/// `panel user list`
struct UserListCommand: ProgramCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the accounts.")
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    var table = Table(rows: [["NAME", "ROLES", "LOGIN"]])
    for account in try await Desk(store: try database.open(world)).accounts() {
      table.rows.append([
        account.name.rawValue, account.roles.map(\.rawValue).sorted().joined(separator: ", "),
        account.isClosed ? "closed" : account.hasPassword ? "password" : "terminal only",
      ])
    }
    world.write(table)
    return 0
  }
}

/// `panel user roles`
struct UserRolesCommand: ProgramCommand {
  static let configuration = CommandConfiguration(commandName: "roles", abstract: "Gives an account other roles.")
  @Argument(help: "The account.") var name: AccountArgument
  @Argument(help: "All roles that it is to have.") var roles: [Role]
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    try await Desk(store: try database.open(world)).changeAccount(
      name.name, roles: Set(roles), by: world.localName, at: world.moment)
    return 0
  }
}

/// `panel user password`
struct UserPasswordCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "password", abstract: "Sets an account's password; its sessions end.")
  @Argument(help: "The account.") var name: AccountArgument
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let desk = Desk(store: try database.open(world))
    _ = try await desk.account(name.name)
    try await desk.changeAccount(
      name.name, password: try PasswordPrompt.ask(for: name.name, world), by: world.localName, at: world.moment)
    return 0
  }
}

/// `panel user close`
struct UserCloseCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Closes an account: no login, no tokens; what it did stays.")
  @Argument(help: "The account.") var name: AccountArgument
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    try await Desk(store: try database.open(world)).changeAccount(
      name.name, isClosed: true, by: world.localName, at: world.moment)
    return 0
  }
}

/// `panel user open`
struct UserOpenCommand: ProgramCommand {
  static let configuration = CommandConfiguration(commandName: "open", abstract: "Opens a closed account again.")
  @Argument(help: "The account.") var name: AccountArgument
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    try await Desk(store: try database.open(world)).changeAccount(
      name.name, isClosed: false, by: world.localName, at: world.moment)
    return 0
  }
}

/// `panel user token`
struct UserTokenCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Makes a token for a program that uses the API; it is shown once.")
  @Argument(help: "The account.") var name: AccountArgument
  @Option(name: .customLong("name"), help: "What will use it.") var purpose: String
  @Option(parsing: .singleValue, help: "read, edit, decide, publish or administer; may be repeated.") var right: [Right]
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    let token = try await Desk(store: try database.open(world)).addToken(
      named: purpose, for: name.name, rights: Set(right), by: world.localName, at: world.moment)
    world.output.write(token + "\n")
    return 0
  }
}

/// `panel user tokens`
struct UserTokensCommand: ProgramCommand {
  static let configuration = CommandConfiguration(commandName: "tokens", abstract: "Lists the tokens in force.")
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    var table = Table(rows: [["ID", "ACCOUNT", "RIGHTS", "SINCE", "NAME"]])
    for token in try await Desk(store: try database.open(world)).tokens() where !token.isRevoked {
      let rights = token.rights.map(\.rawValue).sorted().joined(separator: ", ")
      table.rows.append(["\(token.id)", token.account, rights, "\(token.created)", token.name])
    }
    world.write(table)
    return 0
  }
}

/// `panel user revoke`
struct UserRevokeCommand: ProgramCommand {
  static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Ends a token.")
  @Argument(help: "Its number.") var token: Int64
  @OptionGroup var database: DatabaseOptions

  func run(in program: PanelProgram) async throws -> Int32 {
    let world = program.world
    try await Desk(store: try database.open(world)).revokeToken(token, by: world.localName, at: world.moment)
    return 0
  }
}
