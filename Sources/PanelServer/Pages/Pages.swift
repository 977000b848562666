import Crypto
import Foundation
import Mustache
import PanelDesk
import PanelSite

/// The templates, the style and the script, built into the program.
struct Pages: Sendable {
  struct Asset: Sendable {
    var bytes: [UInt8]
    var type: String
    var tag: String

    init(_ bytes: [UInt8], _ type: String) {
      self.bytes = bytes
      self.type = type
      tag = "\"" + Insecure.MD5.hash(data: bytes).prefix(8).map { String($0, radix: 16) }.joined() + "\""
    }
  }

  private let library: MustacheLibrary
  let assets: [String: Asset]

  init() throws {
    HTMLEscaping.register()
    let texts: [(String, [UInt8])] = [
      ("head", PackageResources.head_mustache), ("foot", PackageResources.foot_mustache),
      ("login", PackageResources.login_mustache), ("queue", PackageResources.queue_mustache),
      ("item", PackageResources.item_mustache), ("conflict", PackageResources.conflict_mustache),
      ("message", PackageResources.message_mustache), ("history", PackageResources.history_mustache),
      ("bulk", PackageResources.bulk_mustache), ("bulkdone", PackageResources.bulkdone_mustache),
      ("read", PackageResources.read_mustache), ("rerun", PackageResources.rerun_mustache),
    ]
    var templates: [String: MustacheTemplate] = [:]
    for (name, bytes) in texts {
      templates[name] = try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
    }
    library = MustacheLibrary(templates: templates)
    assets = [
      "desk.css": Asset(PackageResources.desk_css, "text/css; charset=utf-8"),
      "desk.js": Asset(PackageResources.desk_js, "text/javascript; charset=utf-8"),
    ]
  }

  func login(to: String, name: String, notice: String?) -> String {
    render(
      "login",
      LoginPage(
        shell: Shell("Log in", nil), to: to, name: name, notice: notice ?? "", hasNotice: notice != nil))
  }

  func message(_ error: WebError) -> String {
    render(
      "message",
      MessagePage(shell: Shell(error.title, nil), title: error.title, message: error.message, remedy: error.remedy))
  }

  func queue(_ page: QueuePage) -> String { render("queue", page) }
  func item(_ page: ItemPage) -> String { render("item", page) }
  func conflict(_ page: ConflictPage) -> String { render("conflict", page) }
  func history(_ page: HistoryPage) -> String { render("history", page) }
  func bulk(_ page: BulkPage) -> String { render("bulk", page) }
  func bulkDone(_ page: BulkDonePage) -> String { render("bulkdone", page) }
  func rerun(_ page: RerunPage) -> String { render("rerun", page) }
  func read(_ page: ReadPage) -> String { render("read", page) }

  private func render(_ name: String, _ page: some Sendable) -> String {
    library.render(TemplateTree.make(page) ?? page, withTemplate: name) ?? ""
  }

  static func escaped(_ text: String) -> String { HTMLEscaping().escapeText(text) }
}

/// What every page has around it.
struct Shell: Sendable {
  var title: String
  var account: String
  var hasAccount: Bool
  /// Whether it shows something that is not over.
  var isWaiting = false

  init(_ title: String, _ actor: Actor?) {
    self.title = title
    account = actor?.name.rawValue ?? ""
    hasAccount = actor != nil
  }
}

struct LoginPage: Sendable {
  var shell: Shell
  var to: String
  var name: String
  var notice: String
  var hasNotice: Bool
}

struct MessagePage: Sendable {
  var shell: Shell
  var title: String
  var message: String
  var remedy: String
}

/// What the person just did on another item, and can take back.
struct DoneNotice: Sendable {
  var doneID: String
  var doneWord: String

  /// nil where the address tells of none, or of none that can be undone.
  init?(_ query: FormData, actor: Actor) {
    guard let id = query["done"].flatMap({ Int64($0) }),
      let kind = query["what"].flatMap({ DeskAction.Kind(rawValue: $0) })
    else { return nil }
    doneID = "\(id)"
    doneWord = kind.participle
  }
}
