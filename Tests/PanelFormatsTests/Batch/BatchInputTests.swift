import Foundation
import PanelCore
import Testing

@testable import PanelFormats

/// What the readers of many dossiers do with good and broken records.
struct BatchInputTests {
  static func line(_ slug: String, facts: Int = 2, extra: String = "") -> String {
    let facts = (1...max(1, facts)).map {
      #"{"text":"Fact \#($0) of \#(slug).","source":"README","retrieved":"2026-11-22"}"#
    }
    return #"{"slug":"\#(slug)","name":"Tool \#(slug)","tagline":"It does \#(slug)","category":"Things"\#(extra),"#
      + #""facts":[\#(facts.joined(separator: ","))]}"#
  }

  @Test func `a dossier means the same as JSON line, CSV row and YAML file`() throws {
    let json = try #require(
      try Self.read(
        #"{"slug":"a","name":"A","tagline":"Does a","category":"Things","homepage":"https://a.example","pricing":"#
          + #"{"label":"Free","entry":"$0","plans":["One: $1"],"source":"page","retrieved":"2026-11-20"},"#
          + #""facts":[{"text":"It is \"A\" – ä\u00e9\ud83d\ude00.","source":"README","retrieved":"2026-11-22"},"#
          + #"{"text":"Best.","source":"site","retrieved":"2026-11-21","vendor":true}],"description":"A\nb"}"#,
        "a.jsonl"
      ).first?.content.get())
    let csv = try #require(
      try Self.read(
        "slug,name,tagline,category,homepage,pricing_label,pricing_entry,pricing_plans,pricing_source,"
          + "pricing_retrieved,fact_1,fact_2,fact_2_source,fact_2_retrieved,fact_2_vendor,source,retrieved,description\r\n"
          + "a,A,Does a,Things,https://a.example,Free,$0,One: $1,page,2026-11-20,\"It is \"\"A\"\" – äé😀.\","
          + "Best.,site,2026-11-21,true,README,2026-11-22,\"A\nb\"\r\n", "a.csv"
      ).first?.content.get())
    let yaml = try DossierFile.parse(
      """
      name: A
      tagline: Does a
      category: Things
      homepage: https://a.example
      pricing: {label: Free, entry: $0, plans: ["One: $1"], source: page, retrieved: 2026-11-20}
      facts:
        - {text: 'It is "A" – äé😀.', source: README, retrieved: 2026-11-22}
        - {text: Best., source: site, retrieved: 2026-11-21, vendor: true}
      description: "A\\nb"
      """, file: "a.yaml", slug: #require(ToolSlug("a")))
    #expect(json == yaml)
    #expect(csv == yaml)
    #expect(ContentHash.of(json) == ContentHash.of(yaml))
  }

  @Test func `line 48213 of 60000 is broken: it is named with file, line and column, and the rest is read`() throws {
    var text = ""
    for number in 1...60_000 {
      text += number == 48_213 ? #"{"slug":"t48213","name":"T" "tagline":"x"}"# : Self.line("t\(number)", facts: 1)
      text += "\n"
    }
    let records = try Self.read(text, "tools.jsonl")
    let broken = Self.failures(records)
    #expect(records.count == 60_000)
    #expect(broken == ["tools.jsonl:48213:29: the line is not JSON; expected “,” or “}”."])
  }

  static let brokenLines: [(String, String)] = [
    ("nonsense", "tools.jsonl:2:1: the line is not JSON; expected a value."),
    (#"{"slug":"b","name":"#, "tools.jsonl:2:20: the line is cut off; expected a whole object."),
    (#"[1,2]"#, "is a list; expected a dossier with the keys slug, name"),
    (#"{"name":"B","tagline":"b","category":"c","facts":[]}"#, "slug is missing"),
    (#"{"slug":"Not A Slug","name":"B","tagline":"b","category":"c"}"#, "slug is “Not A Slug”; expected a slug"),
    (#"{"slug":"b","slug":"c"}"#, "tools.jsonl:2:13: slug is given more than once; expected each key once."),
    (#"{"slug":"b","name":"B","tagline":"b","category":"c","facts":[]}"#, "facts is empty; expected at least one fact"),
    (#"{"slug":"b","name":"B","tagline":"b","category":"c"}"#, "facts is missing; expected at least one fact"),
    (
      #"{"slug":"b","name":"B","tagline":"b","category":"c","facts":[{"text":"x","source":"s"}]}"#,
      "facts[1].retrieved is missing"
    ),
    (#"{"slug":"b","nmae":"B","tagline":"b","category":"c"}"#, "Did you mean “name”?"),
    (#"{"slug":"b","name":"\ud800","tagline":"b"}"#, "half of a surrogate pair"),
    (#"{"slug":"b","name":"\u0007","tagline":"b","category":"c"}"#, "name is holding the control character U+7"),
    (#"{"slug":"b","name":"B","facts":"# + String(repeating: "[", count: 100), "nested too deep"),
    (#"{"slug":"b","name":01}"#, "not JSON; expected a value"),
  ]

  @Test(arguments: brokenLines)
  func `a broken line is told, and those around it are read`(line: String, message: String) throws {
    let records = try Self.read("\(Self.line("a"))\n\(line)\n\n\(Self.line("z"))", "tools.jsonl")
    #expect(records.compactMap { try? $0.content.get().slug.rawValue } == ["a", "z"])
    let failure = Self.failures(records).joined()
    #expect(failure.hasPrefix("tools.jsonl:2"), "\(failure)")
    #expect(failure.contains(message), "\(failure)")
  }

  @Test func `columns in messages count characters, not bytes`() throws {
    let failure = Self.failures(try Self.read(#"{"slug":"äöü😀" x"#, "t.jsonl"))
    #expect(failure == ["t.jsonl:1:16: the line is not JSON; expected “,” or “}”."])
  }

  @Test func `bytes that are not UTF-8 break their line alone`() throws {
    var bytes = Data("\(Self.line("a"))\n".utf8)
    bytes += Data([0x7B, 0x22, 0xFF, 0x22]) + Data("\n\(Self.line("b"))\n".utf8)
    let records = try Self.read(bytes, "t.jsonl")
    #expect(records.compactMap { try? $0.content.get().slug.rawValue } == ["a", "b"])
    #expect(
      Self.failures(records) == ["t.jsonl:2: the line is not UTF-8: byte 3 of it is 0xFF; expected text in UTF-8."])
  }

  @Test func `a line longer than any dossier is passed over`() throws {
    let long = #"{"slug":"b","name":""# + String(repeating: "x", count: 5 << 20) + #""}"#
    let records = try Self.read("\(Self.line("a"))\n\(long)\n\(Self.line("z"))\n", "t.jsonl")
    #expect(records.compactMap { try? $0.content.get().slug.rawValue } == ["a", "z"])
    #expect(
      Self.failures(records) == ["t.jsonl:2: the line is 5242902 bytes long; expected at most 4194304 bytes a line."])
  }

  @Test func `a byte order mark, CRLF and blank lines are no part of a JSON line`() throws {
    let records = try Self.read("\u{FEFF}\(Self.line("a"))\r\n  \r\n\(Self.line("b"))\r\n", "t.jsonl")
    #expect(records.compactMap { try? $0.content.get().slug.rawValue } == ["a", "b"])
  }

  @Test func `a folder gives its good files and names its broken ones`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "panel-batch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let good = "name: A\ntagline: b\ncategory: c\nfacts:\n- {text: x, source: s, retrieved: 2026-11-22}\n"
    for (name, text) in [
      ("a.yaml", good), ("b.yml", good), ("Bad Name.yaml", good), ("empty.yaml", ""),
      ("none.yaml", "name: A\ntagline: b\ncategory: c\nfacts: []\n"), ("notes.txt", "not ours"),
    ] {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    var source = try BatchInput.open(folder, file: "dossiers/")
    let records = try Self.all(&source)
    #expect(records.compactMap { try? $0.content.get().slug.rawValue } == ["a", "b"])
    let failures = Self.failures(records)
    #expect(failures.count == 3)
    #expect(failures[0].hasPrefix("dossiers/Bad Name.yaml: the file is named “Bad Name.yaml”"), "\(failures)")
    #expect(failures[1].hasPrefix("dossiers/empty.yaml: the file is empty"), "\(failures)")
    #expect(failures[2].hasPrefix("dossiers/none.yaml: facts is empty; expected at least one fact"), "\(failures)")
  }

  @Test func `what is no input is refused with what is one`() throws {
    let folder = FileManager.default.temporaryDirectory
    for (name, message) in [
      ("nowhere.jsonl", "nowhere.jsonl: the file is not there"), ("/dev/null", "expected a file that ends in .jsonl"),
    ] {
      let error = #expect(throws: FormatErrors.self) {
        _ = try BatchInput.open(URL(filePath: name, relativeTo: folder), file: name)
      }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
  }

  static func read(_ text: String, _ file: String) throws -> [DossierRecord] { try read(Data(text.utf8), file) }

  static func read(_ data: Data, _ file: String) throws -> [DossierRecord] {
    let place = FileManager.default.temporaryDirectory.appending(path: "panel-batch-\(UUID().uuidString)-\(file)")
    try data.write(to: place)
    defer { try? FileManager.default.removeItem(at: place) }
    var source = try BatchInput.open(place, file: file)
    return try all(&source)
  }

  static func all(_ source: inout any DossierSource) throws -> [DossierRecord] {
    var records: [DossierRecord] = []
    while let record = try source.next() { records.append(record) }
    return records
  }

  static func failures(_ records: [DossierRecord]) -> [String] {
    records.compactMap { record in
      if case .failure(let errors) = record.content { errors.description } else { nil }
    }
  }
}
