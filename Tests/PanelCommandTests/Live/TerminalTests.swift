import Foundation
import Synchronization
import Testing

@testable import PanelCommand

@Suite("What a terminal can show")
struct TerminalTests {
  @Test(
    "is told from its kind and the environment",
    arguments: [
      (true, ["TERM": "xterm-256color"], true, true), (true, ["TERM": "xterm", "NO_COLOR": "1"], true, false),
      (true, ["TERM": "xterm", "NO_COLOR": ""], true, true), (true, ["TERM": "dumb"], false, false),
      (true, [:], false, false), (false, ["TERM": "xterm"], false, false),
    ])
  func capabilities(_ isTerminal: Bool, _ environment: [String: String], _ paints: Bool, _ colours: Bool) {
    let terminal = Terminal(descriptor: -1, isTerminal: isTerminal, environment: environment)
    #expect(terminal.isInteractive == paints)
    #expect(terminal.hasColour == colours)
  }

  @Test("its size is that of the environment, or 80 by 24, where it does not say") func size() {
    let plain = Terminal(descriptor: -1, isTerminal: false, environment: [:])
    #expect(plain.size == TerminalSize(columns: 80, rows: 24))
    let told = Terminal(descriptor: -1, isTerminal: false, environment: ["COLUMNS": "132", "LINES": "x"])
    #expect(told.size == TerminalSize(columns: 132, rows: 24))
  }

  @Test("a pipe gets plain lines and no code at all") func pipe() throws {
    let pipe = Pipe()
    let terminal = Terminal(descriptor: pipe.fileHandleForWriting.fileDescriptor, environment: ["TERM": "xterm"])
    let display = LiveDisplay(DownloadProgress(name: "m"), on: terminal, now: { 1 })
    display.receive(.bytes(50, of: 100))
    display.keep(["a note\u{1B}[2J"])
    display.receive(.status("done"))
    display.stop()
    display.stop()
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(text == "m: 50%, 50 B of 100 B\na note[2J\nm: done\n")
  }
}
