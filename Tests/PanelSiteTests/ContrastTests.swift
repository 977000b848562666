import Foundation
import Testing

@testable import PanelSite

/// WCAG 2.2, success criteria 1.4.3 (text, 4.5 to 1) and 1.4.11 (shapes, 3 to 1), computed from the style itself.
@Suite("Colours")
struct ContrastTests {
  @Test("text and shapes stand out from what is behind them, light and dark", arguments: [0, 1])
  func contrast(theme: Int) throws {
    let themes = PageTemplate.style.components(separatedBy: ":root {").dropFirst().prefix(2)
    let colours = try Self.colours(
      String(try #require(Array(themes).indices.contains(theme) ? Array(themes)[theme] : nil)))
    let text = [
      ("ink", "paper"), ("ink", "card"), ("ink", "pick"), ("ink", "mark"), ("soft", "paper"), ("soft", "card"),
      ("soft", "pick"), ("ship", "card"), ("skip", "paper"), ("skip", "card"), ("quiet", "paper"), ("flag", "paper"),
      ("flag", "flag-wash"), ("link", "paper"), ("link", "card"), ("on-ship", "ship"),
    ]
    for (front, back) in text {
      let ratio = try Self.ratio(#require(colours[front]), #require(colours[back]))
      #expect(ratio >= 4.5, "\(front) on \(back): \(ratio)")
    }
    for (front, back) in [("ship", "paper"), ("skip", "paper"), ("line", "card"), ("ink", "line"), ("line", "paper")] {
      let ratio = try Self.ratio(#require(colours[front]), #require(colours[back]))
      #expect(ratio >= 3, "\(front) on \(back): \(ratio)")
    }
  }

  private static func colours(_ block: String) throws -> [String: UInt32] {
    var colours: [String: UInt32] = [:]
    for match in block.prefix(while: { $0 != "}" }).matches(of: /--([a-z-]+): #([0-9a-f]{6})/) {
      colours[String(match.1)] = UInt32(match.2, radix: 16)
    }
    return colours
  }

  private static func ratio(_ a: UInt32, _ b: UInt32) -> Double {
    let (light, dark) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)
  }

  private static func luminance(_ colour: UInt32) -> Double {
    func channel(_ shift: UInt32) -> Double {
      let value = Double((colour >> shift) & 0xFF) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
  }
}
