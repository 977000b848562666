import Foundation
import Testing

struct FileCommandTests {
  @Test(arguments: [
    ["persona", "list"], ["persona", "show", "user"], ["persona", "lint"], ["tool", "list"],
    ["tool", "show", "beacon"],
  ])
  func `lists, files and findings of a small panel are as agreed`(arguments: [String]) async throws {
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    let run = try await ProgramRun.run(arguments, in: folder)
    #expect(run.status == 0)
    try expectSnapshot(
      run.output + "--- messages\n" + run.messages, arguments.joined(separator: "-") + ".txt")
  }

  @Test func `a persona that was just written passes lint, and is not written over`() async throws {
    let folder = try Workplace()
    let new = try await ProgramRun.run(["persona", "new", "security"], in: folder)
    #expect(new.status == 0 && new.output == "personas/security.yaml\n")
    let lint = try await ProgramRun.run(["persona", "lint", "security"], in: folder)
    #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
    let before = try folder.read("personas/security.yaml")
    let again = try await ProgramRun.run(["persona", "new", "security"], in: folder)
    #expect(again.status == 1 && again.messages.contains("is there already"))
    #expect(try folder.read("personas/security.yaml") == before)
  }

  @Test func `a dossier from a README marks its facts as the vendor's, and can be shown again`() async throws {
    let folder = try Workplace()
    try folder.write("# Lamp\n\nLamp lights the room when you ask it to. It needs a socket.\n", to: "README.md")
    let new = try await ProgramRun.run(["tool", "new", "lamp", "--from", "README.md", "--name", "Lamp"], in: folder)
    #expect(new.status == 0 && new.output == "tools/lamp.yaml\n", "\(new.messages)")
    let show = try await ProgramRun.run(["tool", "show", "lamp"], in: folder)
    #expect(show.output.contains("vendor: true") && show.output.contains("name: Lamp"))
    let copy = try await ProgramRun.run(["tool", "show", "README.md", "--name", "Other"], in: folder)
    #expect(copy.output.contains("name: Other"))
  }

  @Test func `findings of lint carry file, line and column, and errors end in 1`() async throws {
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    try folder.write(
      SmallPanel.user.replacing("id: user", with: "id: odd").replacing("words: 20", with: "words: many"),
      to: "personas/odd.yaml")
    let run = try await ProgramRun.run(["persona", "lint"], in: folder)
    #expect(run.status == 1)
    #expect(run.output.contains("personas/odd.yaml:9:"), "\(run.output)")
  }

  @Test func `warnings about a dossier name its place and do not fail`() async throws {
    let folder = try Workplace()
    try SmallPanel.write(into: folder)
    let run = try await ProgramRun.run(["tool", "lint", "lantern"], in: folder)
    #expect(run.status == 0 && run.messages.contains("1 dossier: 0 errors"), "\(run.messages)")
    #expect(run.output.contains("tools/lantern.yaml:1:1: warning: The dossier names no price."))
  }

  @Test func `the built-in files are there in an empty folder`() async throws {
    let run = try await ProgramRun.run(["tool", "list"], in: Workplace())
    #expect(run.output.contains("ripgrep") && run.output.contains("smolvlm2-turbo"))
  }

  @Test func `the doctor says what is missing and how to get it`() async throws {
    let run = try await ProgramRun.run(["doctor"], in: Workplace())
    #expect(run.status == 1)
    #expect(run.output.contains("FAIL  model") && run.output.contains("panel model pull qwen2.5-coder-1.5b-instruct"))
    #expect(run.output.contains("ok    processor") || run.output.contains("note  processor"))
  }
}
