import ArgumentParser
import Foundation
import PanelEngine
import Testing

@testable import PanelCommand

@Suite("The plan of a batch")
struct BatchPlanTests {
  @Test("keeps what was chosen about its sessions, and reads one that did not know a choice yet")
  func session() throws {
    let plan = BatchSessionPlan(try SessionArguments.parse(["--own-words", "--seed", "7", "--samples", "3"]))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(plan), as: UTF8.self)
    let read = try JSONDecoder().decode(BatchSessionPlan.self, from: Data(text.utf8))
    #expect(read == plan)
    #expect(read.options.ownWords)
    #expect(read.options.seed == 7)
    #expect(read.options.samples == 3)
    #expect(!BatchSessionPlan(try SessionArguments.parse([])).options.ownWords)
    let older = text.replacing(#""ownWords":true,"#, with: "")
    #expect(older != text)
    #expect(!(try JSONDecoder().decode(BatchSessionPlan.self, from: Data(older.utf8)).options.ownWords))
  }
}
