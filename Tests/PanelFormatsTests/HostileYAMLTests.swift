import Foundation
import PanelCore
import PanelFormats
import Testing

/// Whatever the bytes, a reader returns or throws; it never traps and never hangs.
@Suite struct HostileYAMLTests {
  /// SplitMix64 (G. L. Steele et al., 2014): the same bytes on every run.
  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let spice: [[UInt8]] =
    [
      "&a ", "*a", "? ", ": ", "- ", "[", "]", "{", "}", "!!int ", "!", "|\n", ">-\n", "\"", "'", "\\", "#", "%", "@",
      "`",
      "---\n", "...\n", "\t", "\n", "\r\n", "\u{FEFF}", "\u{85}", "\u{2028}", "<<: ", "~", "\\u0000", "\\ud800",
    ].map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x7F], [0x1B]]

  @Test(arguments: 0..<8)
  func changedBytesAreReadOrRefused(round: Int) throws {
    var random = Random(state: UInt64(round))
    let slug = slug("foo")
    for _ in 0..<150 {
      var bytes = Array((Bool.random(using: &random) ? goodDossier : goodPersona).utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.insert(contentsOf: Self.spice.randomElement(using: &random) ?? [], at: place)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
        default: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
        }
      }
      let data = Data(bytes)
      let errors =
        complaints { () throws(FormatErrors) in try DossierFile.parse(data, file: "a.yaml", slug: slug) }
        + complaints { () throws(FormatErrors) in try PersonaFile.parse(data, kinds: [], file: "dx.yaml") }
      // One of the two kinds is always the wrong one.
      #expect(!errors.isEmpty)
      #expect(errors.allSatisfy { $0.hasPrefix("a.yaml:") || $0.hasPrefix("dx.yaml:") })
    }
  }

  @Test func noErrorNamesMoreThanItsLimit() {
    let text = "name: A\ntagline: T\ncategory: C\nfacts:\n" + String(repeating: "  - {}\n", count: 200)
    #expect(complaints { () throws(FormatErrors) in try dossier(text) }.count == 50)
  }

  @Test(.timeLimit(.minutes(10))) func aFileOfTheLargestSizeIsRead() {
    let text = "name: [" + String(repeating: "a,", count: 520_000) + "]"
    #expect(!complaints { () throws(FormatErrors) in try dossier(text) }.isEmpty)
  }
}
