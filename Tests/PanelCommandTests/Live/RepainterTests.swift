import PanelSite
import Testing

@testable import PanelCommand

@Suite("Painting in place")
struct RepainterTests {
  @Test("each frame takes the place of the one before, whatever their heights") func replaces() {
    var screen = VirtualTerminal(columns: 20, rows: 6)
    var repainter = Repainter(colour: true)
    #expect(screen.write("$ panel\r\n" + Repainter.begin).isEmpty)
    #expect(!screen.isCursorVisible)
    for frame in [
      ["one"], ["one", "two", "three"], ["1", "2"], ["as long as the row!!", "x"], ["x", "as long as the row!!"],
      ["end"],
    ] {
      #expect(screen.write(repainter.paint(frame.map { StyledText($0, .bold) }, columns: 20)).isEmpty)
      #expect(screen.screen == ["$ panel"] + frame)
    }
    #expect(screen.write(repainter.replace(with: ["kept", "too"], columns: 20) + Repainter.restore).isEmpty)
    #expect(screen.screen == ["$ panel", "kept", "too"])
    #expect(screen.isCursorVisible)
    #expect(screen.wraps)
  }

  @Test("a frame as high as the terminal does not scroll once it is there") func full() {
    var screen = VirtualTerminal(columns: 10, rows: 3)
    var repainter = Repainter(colour: false)
    _ = screen.write("prompt\r\n")
    for number in 0..<5 {
      _ = screen.write(repainter.paint(["a\(number)", "b", "c"].map { StyledText($0) }, columns: 10))
    }
    #expect(screen.screen == ["a4", "b", "c"])
    #expect(screen.scrolledAway == ["prompt"])
  }

  @Test("kept lines stand above the next frame") func keep() {
    var screen = VirtualTerminal(columns: 10, rows: 5)
    var repainter = Repainter(colour: false)
    _ = screen.write(repainter.paint([StyledText("a"), StyledText("b")], columns: 10))
    _ = screen.write(repainter.replace(with: ["note"], columns: 10))
    _ = screen.write(repainter.paint([StyledText("c"), StyledText("d")], columns: 10))
    #expect(screen.screen == ["note", "c", "d"])
  }

  @Test("a terminal that became narrower has folded the old lines, and they are cleared too") func narrower() {
    var repainter = Repainter(colour: false)
    _ = repainter.paint([StyledText("0123456789012345678"), StyledText("ab")], columns: 20)
    // At 10 columns the first line takes two rows: three in all, so two up.
    #expect(repainter.paint([StyledText("x")], columns: 10).contains("\r\u{1B}[2A"))
  }

  @Test("without colour nothing but the cursor is coded") func colourless() {
    var repainter = Repainter(colour: false)
    #expect(!repainter.paint([StyledText("x", .ship)], columns: 10).contains("m"))
  }
}
