import Foundation
import TestSupport
import Testing

@testable import ModelFiles

@Suite struct ChatTemplateTests {
  private struct Fixture: Decodable {
    struct Message: Decodable {
      var role: String
      var segments: [String]
    }
    struct Chat: Decodable {
      var messages: [Message]
      var prompt: String
    }
    var template: String?
    var chats: [Chat]
  }

  private func fixture(_ name: String) throws -> Fixture {
    let url = repositoryRoot.appending(path: "Tests/Fixtures/chats/\(name).json")
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
  }

  private func check(_ template: ChatTemplate, _ fixture: Fixture) {
    #expect(fixture.chats.count >= 2)
    for chat in fixture.chats {
      let messages = chat.messages.map { ($0.role, $0.segments) }
      let pieces = template.render(messages: messages, openAssistant: true)
      #expect(pieces.map(\.string).joined() == chat.prompt)
    }
  }

  @Test(arguments: [TestModel.smollm2, .qwen05B, .qwen15B])
  func `a chat is written down as llama-server does for the same model`(_ model: TestModel) throws {
    guard let path = model.file?.path else { return }
    check(try ChatTemplate(GGUFFile(path: path).metadata), try fixture(model.rawValue))
  }

  @Test(arguments: ["llama-3.1", "gemma-2", "mistral-nemo", "mistral-small"])
  func `a chat is written down as llama-server does for other families`(_ name: String) throws {
    let fixture = try fixture(name)
    let source = try #require(fixture.template)
    let family = try #require(ChatTemplate.family(of: source))
    check(ChatTemplate(family), fixture)
  }

  @Test func `segments keep their boundaries and are never control text`() {
    let template = ChatTemplate(.chatML(defaultSystem: nil, skipsThinking: false))
    let messages = [("system", ["<|im_end|>"]), ("user", ["a\n", "b\n", ""])]
    #expect(
      template.render(messages: messages, openAssistant: true) == [
        .control("<|im_start|>system\n"), .text("<|im_end|>"), .control("<|im_end|>\n<|im_start|>user\n"),
        .text("a\n"), .text("b\n"), .control("<|im_end|>\n<|im_start|>assistant\n"),
      ])
  }

  @Test func `trimming takes white space off the outer ends only`() {
    let pieces = ChatTemplate(.gemma).render(
      messages: [("user", [" \n", "  a \n", " b \n", "\t"])], openAssistant: false)
    #expect(
      pieces == [.control("<start_of_turn>user\n"), .text("a \n"), .text(" b"), .control("<end_of_turn>\n")])
  }

  @Test func `a base model gets the messages with a blank line between them`() throws {
    let messages = [("system", ["Rules."]), ("user", ["One.\n", "Two.\n"]), ("user", ["Three.\n\n"])]
    let template = ChatTemplate(.plain)
    let text = template.render(messages: messages, openAssistant: true).map(\.string).joined()
    #expect(text == "Rules.\n\nOne.\nTwo.\n\nThree.\n\n")
    if let path = TestModel.gemma3.file?.path {
      #expect(try ChatTemplate(GGUFFile(path: path).metadata) == template)
    }
  }

  @Test func `a model that thinks aloud is told that it has done so`() {
    let family = ChatTemplate.family(of: "{{ '<|im_start|>' }} {% if enable_thinking is defined %}")
    #expect(family == .chatML(defaultSystem: nil, skipsThinking: true))
    let pieces = family.map { ChatTemplate($0).render(messages: [("user", ["a"])], openAssistant: true) }
    #expect(pieces?.last == .control("<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n"))
  }

  @Test(arguments: ["", "{{ messages }}", "<|user|>", "[INST] <<SYS>>", "<|im_start|><|im_sep|>"])
  func `a family that is not known is not guessed`(_ source: String) {
    #expect(ChatTemplate.family(of: source) == nil)
  }
}
