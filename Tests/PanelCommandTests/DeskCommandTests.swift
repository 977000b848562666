import Foundation
import Testing

/// The desk in the terminal, from an empty database to a published item.
struct DeskCommandTests {
  /// A comparison of two tools by one persona.
  static let comparison = #"""
    {"schema":"panel.comparison/1","recommendation":{"winner":"beacon","reason":"panel","text":"Take Beacon."},
     "verdicts":[\#(verdict("beacon", "Beacon", vote: "ship", split: "1,\"skip\":0", percent: "100")),
      \#(verdict("lantern", "Lantern", vote: "skip", split: "0,\"skip\":1", percent: "0"))],
     "run":{"id":"r1","backend":"recording","model":{"name":"m","sha256":null},"seed":1,
      "personas_sha256":"\#(String(repeating: "a", count: 64))","prompts_sha256":"\#(String(repeating: "b", count: 64))",
      "dossier_sha256":{},"version":"0.1.0","started":"2026-11-22T12:00:00Z","seconds":1,"prompt_tokens":1,
      "computed_prompt_tokens":1,"generated_tokens":1}}
    """#

  static func verdict(_ tool: String, _ name: String, vote: String, split: String, percent: String) -> String {
    #"""
    {"tool":"\#(tool)","name":"\#(name)","category":"Servers","tagline":"t","description":"d","pricing":null,
     "ship_percent":\#(percent),"interval":null,"split":{"ship":\#(split),"abstain":0,"failed":0},"quorum":1,
     "community":{"ship_percent":null,"votes":0},
     "reviews":[{"persona":"user","name":"User","vote":"\#(vote)","p_ship":0.5,"p_ship_raw":0.5,"drivers":[],
      "moves":[{"id":"first","text":"First one reads its manual.","evidence":[],"supported":true}],
      "quote":"First one reads its manual.","error":null}]}
    """#
  }

  /// A desk with the accounts ann (editor) and pat (editor and publisher), and one item.
  static func desk() async throws -> Workplace {
    let folder = try Workplace()
    try folder.write(comparison, to: "c.json")
    for arguments in [
      ["user", "add", "ann", "--role", "editor", "--no-password"],
      ["user", "add", "pat", "--role", "editor", "--role", "publisher", "--no-password"],
      ["queue", "add", "c.json", "--as", "ann"],
    ] {
      let run = try await ProgramRun.run(arguments, in: folder)
      #expect(run.status == 0, "\(arguments): \(run.messages)")
    }
    return folder
  }

  static func editor(_ script: String, in folder: Workplace) throws -> [String: String] {
    try folder.write("#!/bin/sh\n\(script)\n", to: "editor.sh")
    return ["EDITOR": "sh \(folder.url.appending(path: "editor.sh").path)", "PANEL_ACCOUNT": "ann"]
  }

  @Test func `an item is edited by one, approved by another and published, and the log holds`() async throws {
    let folder = try await Self.desk()
    let list = try await ProgramRun.run(["queue"], in: folder)
    #expect(list.output.contains("Beacon vs Lantern") && list.output.contains("draft"))
    let edit = try await ProgramRun.run(
      ["queue", "edit", "1"], in: folder, environment: Self.editor("sed -i 's/its manual/the page/' \"$1\"", in: folder)
    )
    #expect(edit.output == "1  version 2\n", "\(edit.messages)")
    let own = try await ProgramRun.run(["queue", "approve", "1", "--as", "ann"], in: folder)
    #expect(own.status == 1 && own.messages.contains("nobody approves their own"))
    for step in ["approve", "publish"] {
      let run = try await ProgramRun.run(["queue", step, "1", "--version", "2", "--as", "pat"], in: folder)
      #expect(run.status == 0, "\(run.messages)")
    }
    let diff = try await ProgramRun.run(["queue", "show", "1", "--diff"], in: folder)
    #expect(diff.output.contains("[-its manual.-] {+the page.+}"), "\(diff.output)")
    let verify = try await ProgramRun.run(["audit", "verify"], in: folder)
    #expect(verify.status == 0 && verify.output.count == 65, "\(verify.messages)")
    let other = try await ProgramRun.run(["audit", "verify", "--head", String(repeating: "0", count: 64)], in: folder)
    #expect(other.status == 1 && other.messages.contains("cut off"))
  }

  @Test(arguments: [
    ("sed -i 's/its manual/the page/' \"$1\"; exit 3", "ended with status 3"),
    ("sed -i 's/its manual/the page/; s/^## .*user.*/## gone/' \"$1\"", "Line "),
    ("kill -9 $$", "ended with status 137"),
  ])
  func `an editor that fails loses nothing that was typed`(script: String, message: String) async throws {
    let folder = try await Self.desk()
    let run = try await ProgramRun.run(
      ["queue", "edit", "1"], in: folder, environment: Self.editor(script, in: folder))
    #expect(run.status == 1 && run.messages.contains(message), "\(run.messages)")
    let show = try await ProgramRun.run(["queue", "show", "1", "--diff"], in: folder)
    #expect(show.output.isEmpty, "nothing was saved")
    if script.contains("the page") {
      let sheet = String(decoding: try folder.read(".local/state/panel/desk/item-1-version-1.txt"), as: UTF8.self)
      #expect(sheet.contains("the page"))
    }
  }

  @Test func `a save over a newer version leaves both texts in a sheet that can be saved`() async throws {
    let folder = try await Self.desk()
    // While ann's editor is open, pat saves.
    let program = ProgramRun.program.path
    try folder.write(
      "#!/bin/sh\nsed -i 's/its manual/the site/' \"$1\"\n", to: "pat.sh")
    let script = """
      EDITOR="sh \(folder.url.path)/pat.sh" PANEL_ACCOUNT=pat XDG_STATE_HOME=\(folder.url.path)/pat \(program) queue edit 1
      sed -i 's/First one/Somebody/' "$1"
      """
    let run = try await ProgramRun.run(
      ["queue", "edit", "1"], in: folder, environment: Self.editor(script, in: folder))
    #expect(run.status == 1 && run.messages.contains("since you opened version 1"), "\(run.messages)")
    let merge = ".local/state/panel/desk/item-1-merge-2.txt"
    let sheet = String(decoding: try folder.read(merge), as: UTF8.self)
    #expect(sheet.contains("Somebody reads the site."), "\(sheet)")
    let again = try await ProgramRun.run(["queue", "edit", "1", "--file", merge, "--as", "ann"], in: folder)
    #expect(again.output == "1  version 3\n", "\(again.messages)")
  }

  @Test(arguments: [
    (["queue", "approve", "99"], 1, "There is no item 99."),
    (["queue", "publish", "1"], 1, "cannot be published"),
    (["queue", "reject", "1", "--reason", " "], 1, "give a reason"),
    (["queue", "schedule", "1", "--at", "tomorrow"], 64, "is no time"),
    (["queue", "list", "--state", "odd"], 64, "is no state"),
    (["queue", "approve", "1", "--as", "nobody"], 64, "no account"),
    (["user", "add", "Ann Lee", "--role", "editor"], 64, "Usage"),
    (["user", "add", "ann", "--role", "editor", "--no-password"], 1, "already"),
    (["queue", "add", "missing.json"], 1, "cannot be read"),
  ])
  func `what cannot be done is told, with what to do`(arguments: [String], status: Int32, text: String) async throws {
    let folder = try await Self.desk()
    let run = try await ProgramRun.run(arguments, in: folder, environment: ["PANEL_ACCOUNT": "pat"])
    #expect(run.status == status && run.messages.contains(text), "\(run.messages)")
  }
}
