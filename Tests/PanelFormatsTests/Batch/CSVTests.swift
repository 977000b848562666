import Foundation
import PanelCore
import Testing

@testable import PanelFormats

struct CSVTests {
  static let header = "slug,name,tagline,category,facts,source,retrieved"
  static func row(_ slug: String, facts: String = "One.") -> String {
    "\(slug),Tool \(slug),It does,Things,\(facts),README,2026-11-22"
  }

  @Test func `a byte order mark, CRLF, quotes and line breaks in cells are read`() throws {
    let text =
      "\u{FEFF}\(Self.header)\r\na,Tool a,It does,Things,\"One, with \"\"quotes\"\".\r\nTwo.\",README,2026-11-22\r\n"
    let dossier = try #require(try BatchInputTests.read(text, "t.csv").first?.content.get())
    #expect(dossier.facts.map(\.text) == ["One, with \"quotes\".", "Two."])
    #expect(dossier.facts[1].source == "README")
  }

  @Test(arguments: [";", "\t"])
  func `semicolons and tabs part cells where the first line has them`(separator: String) throws {
    let text = "\(Self.header)\n\(Self.row("a"))\n".replacingOccurrences(of: ",", with: separator)
    #expect(try BatchInputTests.read(text, "t.csv").first?.content.get().name == "Tool a")
  }

  @Test func `a cell of a million characters is named with its column, and the rows around it are read`() throws {
    let million = String(repeating: "x", count: 1_000_000)
    let records = try BatchInputTests.read(
      [Self.header, Self.row("a"), Self.row("b", facts: "\"\(million)\""), Self.row("c")].joined(separator: "\n"),
      "t.csv")
    #expect(records.compactMap { try? $0.content.get().slug.rawValue } == ["a", "c"])
    #expect(BatchInputTests.failures(records) == ["t.csv:3: facts is 1000000 characters long; expected at most 2000."])
  }

  static let brokenRows: [(String, String)] = [
    ("b,Tool,It does,Things", "t.csv:3: the row is 4 cells long; expected 7, as in the first line."),
    ("b,Tool,It does,Things,One.,README,2026-11-22,more", "t.csv:3: the row is 8 cells long"),
    (
      "b,\"Tool\"s,It does,Things,One.,README,2026-11-22",
      "t.csv:3: the row is holding text beside the quotation marks of cell 2"
    ),
    ("b,Tool,It does,Things,,README,2026-11-22", "t.csv:3: facts is missing; expected at least one fact."),
    ("b,Tool,It does,Things,One.,README,soon", "t.csv:3: retrieved is “soon”; expected the day it was read"),
    ("b,Tool,It does,Things,One.,,2026-11-22", "t.csv:3: source is missing"),
    (",Tool,It does,Things,One.,README,2026-11-22", "t.csv:3: slug is missing"),
  ]

  @Test(arguments: brokenRows)
  func `a broken row is told, and those around it are read`(row: String, message: String) throws {
    let text = [Self.header, Self.row("a"), row, Self.row("z")].joined(separator: "\r\n")
    let records = try BatchInputTests.read(text, "t.csv")
    #expect(records.compactMap { try? $0.content.get().slug.rawValue } == ["a", "z"])
    let failure = BatchInputTests.failures(records).joined()
    #expect(failure.hasPrefix(message), "\(failure)")
  }

  @Test func `a quotation mark that is never closed costs its own row alone`() throws {
    let rows = (1...3000).map { Self.row("t\($0)") }
    let text = ([Self.header, "b,\"Tool,It does,Things,One.,README,2026-11-22"] + rows).joined(separator: "\n")
    let records = try BatchInputTests.read(text, "t.csv")
    #expect(records.count == 3001)
    #expect(
      BatchInputTests.failures(records) == [
        "t.csv:2: the row is opening a quotation mark that is not closed; expected a closing quotation mark within 1000 "
          + "lines."
      ])
  }

  @Test func `a fact has its own columns, and their names stand in messages`() throws {
    let text =
      "slug,name,tagline,category,fact_1,fact_1_source,fact_1_retrieved,fact_2,fact_2_source,fact_2_retrieved\n"
      + "a,A,b,c,One.,s,2026-11-22,,,\n" + "b,B,b,c,One.,s,2026-11-22,Two.,,2026-11-22\n"
    let records = try BatchInputTests.read(text, "t.csv")
    #expect(try records[0].content.get().facts.count == 1)
    #expect(BatchInputTests.failures(records)[0].hasPrefix("t.csv:3: fact_2_source is missing"))
  }

  @Test func `columns that are missing refuse the file, others are named and not used`() throws {
    let error = #expect(throws: FormatErrors.self) {
      _ = try BatchInputTests.read("slug,nmae,tagline,category,facts\n", "t.csv")
    }
    #expect(error?.description == "t.csv:1: the column name is missing. Is it “nmae”?")
    #expect(
      CSVColumns(["slug", "owner", "licens"]).notes == [
        "The column “owner” is not used.", "The column “licens” is not used. Did you mean “licence”?",
      ])
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-3", "-3"), ("-3+cmd|' /C calc'!A0", "'-3+cmd|' /C calc'!A0"),
    ("\tx", "\"'\tx\""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a\r\nb", "\"a\r\nb\""),
    ("+0.5", "+0.5"), ("", ""), ("plain", "plain"), ("\"\u{301}", "\"\"\"\u{301}\""),
  ])
  func `a cell is text for a spreadsheet, never a formula`(cell: String, written: String) {
    #expect(CSVText.row([cell]) == written + "\r\n")
  }
}
