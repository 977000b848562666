import Foundation
import Inference
import PanelCore
import PanelFormats
import TestSupport
import Testing

@testable import PanelEngine

@Suite("Prompt templates")
struct PromptTemplatesTests {
  private func texts(_ changes: [PromptName: String]) throws -> [PromptName: String] {
    try Sample.templates().texts.merging(changes) { _, new in new }
  }

  @Test("of the checkout load, and their hash depends on every text")
  func load() throws {
    let templates = try Sample.templates()
    #expect(templates.sha256.count == 64)
    for name in PromptName.allCases {
      let changed = try PromptTemplates(texts([name: (templates.texts[name] ?? "") + "More.\n"]))
      #expect(changed.sha256 != templates.sha256)
    }
  }

  @Test(
    "are refused with file, line, what was found and what was expected",
    arguments: [
      (PromptName.move, "One\n{{{nme}}}\n", PromptError.Code.unknownVariable, 2, "{{{nme}}}", "name"),
      (.move, "{{#drivers}}\n{{{source}}}\n{{/drivers}}\n", .unknownVariable, 2, "{{{source}}}", "text"),
      (.dossier, "{{{name}}}\n\n{{{persona_name}}}\n", .prefixOrder, 3, "{{{persona_name}}}", "facts"),
      (.persona, "{{{lens}}}\n{{{ask}}}\n", .prefixOrder, 2, "{{{ask}}}", "stance"),
      (.rules, "Rules for {{{name}}}\n", .prefixOrder, 1, "{{{name}}}", "one of marker"),
      (.vote, "{{#moves}}\n{{{text}}}\n", .syntax, 3, "not closed", "Mustache"),
      (.vote, "a\n{{#moves}}\n{{/move}}\n", .syntax, 3, "{{/move}}", "Mustache"),
      (.evidence, "{{{fact}\n", .syntax, 1, "{{{fact}", "Mustache"),
      (.evidence, "{{> other}}\n", .unsupportedTag, 1, "{{> other}}", "variable"),
      (.rules, " \n", .empty, 0, "empty", "prompt"),
    ])
  func refused(
    name: PromptName, text: String, code: PromptError.Code, line: Int, found: String, expected: String
  ) throws {
    let changed = try texts([name: text])
    let error = #expect(throws: PromptError.self) { try PromptTemplates(changed, folder: "my/prompts") }
    #expect(error?.code == code)
    #expect(error?.file == "my/prompts/\(name.fileName)")
    #expect(error?.line == (line == 0 ? nil : line))
    #expect(error?.found.contains(found) == true, "\(error?.found ?? "")")
    #expect(error?.expected.contains(expected) == true, "\(error?.expected ?? "")")
  }

  @Test("that are missing or unknown are named")
  func missing() throws {
    var texts = try Sample.library().promptTemplates()
    texts["vote"] = nil
    #expect(throws: PromptError.self) { try PromptTemplates(named: texts) }
    texts["vote"] = "x"
    texts["votes"] = "x"
    let error = #expect(throws: PromptError.self) { try PromptTemplates(named: texts) }
    #expect(error?.code == .unknownTemplate)
    #expect(error?.file == "prompts/votes.mustache")
  }

  @Test("escape nothing, and leave out lines of what a dossier does not have")
  func plain() throws {
    let templates = try PromptTemplates(
      texts([.dossier: "{{name}} & {{{name}}}\n{{#licence}}\nLicence {{{licence}}}\n{{/licence}}\n"]))
    let parts = templates.render(.dossier, ["name": .text("<A & \"B\">"), "licence": .text("")])
    #expect(parts == ["<A & \"B\"> & <A & \"B\">\n"])
  }

  @Test("are cut before the lines that differ between requests, and every part ends in a line break")
  func stages() throws {
    let templates = try PromptTemplates(
      texts([.evidence: "You: {{{lens}}}\nFact: {{{fact}}}\n{{first}} or {{second}}?"]))
    let parts = templates.render(
      .evidence, ["lens": .text("all"), "fact": .text("It is."), "first": .text("for"), "second": .text("against")])
    #expect(parts == ["You: all\n", "Fact: It is.\n", "for or against?\n"])
  }

  @Test("keep the order rules, dossier, persona, request: requests of a seat share all before their own part")
  func prefixOrder() throws {
    let session = try Sample.session(ScriptedBackend(), options: SessionOptions(ownWords: true))
    for phase in session.plan().phases where [.moves, .votes].contains(phase.phase) {
      var prefixes: [String: Set<String>] = [:]
      for request in phase.requests where !request.id.rawValue.contains("/-/") {
        let parts = request.id.rawValue.split(separator: "/")
        let user = request.messages[1].segments
        #expect(user.allSatisfy { $0.hasSuffix("\n") })
        prefixes["rules", default: []].insert(request.messages[0].text)
        prefixes["dossier \(parts[1])", default: []].insert(user[0])
        prefixes["persona \(parts[2])", default: []].insert(user[1])
      }
      #expect(prefixes.count == 1 + 2 + 4)
      #expect(prefixes.values.allSatisfy { $0.count == 1 }, "what is shared is the same text")
    }
    #expect(session.plan().shareComputed < 0.5, "more than half of all prompt text is shared")
  }

  @Test("A broken template is told before a session begins, and an edited one changes what is asked")
  func edited() throws {
    let plain = try Sample.session(ScriptedBackend()).plan().requests
    let templates = try PromptTemplates(texts([.rules: "Judge.\n"]))
    let edited = try ReviewSession(
      dossiers: Sample.dossiers(), panel: Sample.library().panel(), templates: templates, backend: ScriptedBackend(),
      context: Sample.context
    ).plan().requests
    #expect(edited.count == plain.count)
    #expect(edited.allSatisfy { $0.messages[0].text == "Judge.\n" })
  }
}
