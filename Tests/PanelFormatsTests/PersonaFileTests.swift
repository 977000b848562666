import Foundation
import PanelCore
import PanelFormats
import Testing

@Suite struct PersonaFileTests {
  @Test func aPersonaIsRead() throws {
    let dx = try persona(goodPersona)
    #expect(dx.id.rawValue == "dx")
    #expect(dx.moves.map(\.id) == ["primitive", "cost", "timing"])
    #expect(dx.moves[0].leadIn == "The primitive of {name} is")
    #expect(dx.moves[0].words == 30)
    #expect(dx.moves[0].choices == nil)
    #expect(dx.moves[2].choices == ["early", "on time", "late"])
    #expect(dx.moves[0].restOn == .any)
    #expect(dx.moves[0].against == nil)
    #expect(dx.moves[0].readings == [])
    #expect(dx.moves[2].restOn == .vote)
    let against = try #require(dx.moves[2].against)
    #expect(against.leadIn == "It comes {choice}: {fact}.")
    #expect(against.goesOn == "So a team has to")
    #expect(
      against.readings == [
        Reading(
          kinds: ["dated", "identity"], choice: "late", sayings: ["{name} had its time.", "Others are further."]),
        Reading(
          kinds: ["limit"], leadIn: "It lacks something {choice}: {fact}.", goesOn: "So {name} has to",
          sayings: ["That is missing."]),
      ])
    #expect(dx.moves[2].otherwise?.opening == MoveOpening(leadIn: "It seems {choice}: {fact}, so"))
    #expect(dx.moves[1].goesOn == "so a team has to")
    #expect(dx.moves[1].spare == ["That is the price."])
    #expect(dx.kinds.map(\.id) == ["dated", "limit", "other"])
    #expect(dx.shipWhen == "the first step is short")
    #expect(dx.avoid == ["marketing words"])
  }

  @Test(arguments: [
    ("id: dx\n", "id: DX\n", "id is “DX”; expected a–z"),
    ("id: dx\n", "id: ux\n", "id is “ux”; expected the file's name without .yaml, “dx”"),
    ("words: 30", "words: 4", "moves[1].words is “4”; expected most words of the answer, a whole number from 5 to 120"),
    ("words: 30", "words: 121", "moves[1].words is “121”"),
    ("words: 30", "words: thirty", "moves[1].words is “thirty”"),
    ("words: 30", "words: 5", "moves[1].words is 5, but the lead-in alone has 5 words"),
    ("    words: 30\n", "", "moves[1].words is missing"),
    ("lead_in: It is", "lead_in: \"It is \"", "moves[3].lead_in is “It is ”, with white space at its end"),
    ("lead_in: It is", "lead_in: \" It is\"", "with white space at its beginning"),
    ("lead_in: It is", "lead_in: It is {tool}", "moves[3].lead_in is holding “{tool}”"),
    ("lead_in: It is", "lead_in: ''", "moves[3].lead_in is an empty text"),
    ("id: timing", "id: primitive", "moves[3].id is “primitive”, like that of moves[1]"),
    ("choices: [early, on time, late]", "choices: [early]", "moves[3].choices is a list of 1 label"),
    ("choices: [early, on time, late]", "choices: [early, Early]", "moves[3].choices is holding “Early” twice"),
    ("rest_on: vote", "rest_on: votes", "moves[3].rest_on is “votes”; expected one of any, for, against, vendor"),
    ("rest_on: vote", "rest_on: votes", "Did you mean “vote”?"),
    ("rest_on: vote", "rest_on: for", "moves[3].against is given, though the move does not rest on the vote"),
    (
      "spare: [That is the price.]", "spare: [That is the price]",
      "moves[2].spare is “That is the price”; expected a sentence"
    ),
    ("It costs: {fact}", "It costs", "moves[2].spare is given, though the lead-in quotes no fact"),
    ("goes_on: So a team has to", "goes_on: \"So \"", "moves[3].against.goes_on is “So ”"),
    ("goes_on: So a team has to", "goes_on: So {fact}", "moves[3].against.goes_on is holding “{fact}”"),
    (
      "\"It lacks something {choice}: {fact}.\"", "It lacks {choice}.",
      "moves[3].against.readings[2].lead_in is without “{fact}”; expected “{fact}” in it where the move’s own lead-in"
    ),
    (
      "\"It lacks something {choice}: {fact}.\"", "\"It lacks {fact}.\"",
      "moves[3].against.readings[2].lead_in is without “{choice}”"
    ),
    ("goes_on: So {name} has to", "goes_on: So {fact} has to", "readings[2].goes_on is holding “{fact}”"),
    ("goes_on: So {name} has to", "goes_on: ''", "readings[2].goes_on is an empty text"),
    (
      "goes_on: So {name} has to", "goes_on: To {purpose} one has to",
      "readings[2].goes_on is “To {purpose} one has to”; expected “{purpose}” at its end"
    ),
    (
      "of: [limit]", "of: [limit]\n          of_tool: [dated]",
      "readings[2].of_tool is holding “dated”; expected kinds of fact, of limit, identity"
    ),
    ("      goes_on: So a team has to\n", "", "moves[3].against.goes_on is missing"),
    ("{choice}: {fact}.", "{choice}.", "moves[3].against.readings is given, though the lead-in quotes no fact"),
    (
      "of: [limit]", "of: [limits]",
      "moves[3].against.readings[2].of is holding “limits”; expected kinds of fact, of dated"
    ),
    ("of: [limit]", "of: [limits]", "Did you mean “limit”?"),
    ("lead_in: It is\n", "lead_in: It is\n    goes_on: and so\n", "moves[3].lead_in is without “{choice}”"),
    ("of: [limit]", "of: []", "moves[3].against.readings[2].of is an empty list"),
    ("of: [limit]", "for: [limit]", "moves[3].against.readings[2].of is missing"),
    (
      "choice: late", "choice: never",
      "moves[3].against.readings[1].choice is “never”; expected one of early, on time, late"
    ),
    (
      "say: [That is missing.]", "say: That is missing.",
      "moves[3].against.readings[2].say is “That is missing.”; expected a list"
    ),
    (
      "[That is missing.]", "[That is missing]",
      "say is “That is missing”; expected a sentence that ends with a full stop"
    ),
    ("[That is missing.]", "[\"{fact} is missing.\"]", "say is holding “{fact}”"),
    ("          say: [That is missing.]\n", "", "moves[3].against.readings[2].say is missing"),
    ("      ask: Is it late?\n", "", "moves[3].otherwise.ask is missing"),
    ("rest_on: for", "rest_on: vote", "moves[3].otherwise.rest_on is vote"),
    ("{fact}, so", "{facts}, so", "moves[3].otherwise.lead_in is holding “{facts}”"),
    ("ship_when: the", "ship_wen: the", "Did you mean “ship_when”?"),
    ("stance: You have to use it yourself.", "stance:", "stance is empty"),
    ("avoid: [marketing words]", "avoid: marketing words", "avoid is “marketing words”; expected a list"),
  ])
  func aWrongValueIsNamed(old: String, new: String, complaint: String) {
    let text = goodPersona.replacing(once: old, with: new)
    let found = complaints { () throws(FormatErrors) in try persona(text) }
    #expect(found.contains { $0.contains(complaint) }, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("personas/dx.yaml") }, "\(found)")
  }

  @Test func aReadingMayBeForSomeToolsAndAnOtherWayMayLeaveAQuestionOpen() throws {
    let text =
      goodPersona.replacing(once: "of: [limit]", with: "of: [limit]\n          of_tool: [limit, identity]")
      .replacing(once: "goes_on: So {name} has to", with: "goes_on: So {name} has to {purpose}")
      .replacing(once: "\"It seems {choice}: {fact}, so\"", with: "\"It seems: {fact}.\"\n      goes_on: So")
    let dx = try persona(text)
    let timing = dx.moves[2]
    #expect(timing.against?.readings[1].toolKinds == ["limit", "identity"])
    #expect(timing.against?.readings[1].goesOn == "So {name} has to {purpose}")
    #expect(timing.otherwise?.opening.leadIn == "It seems: {fact}.")
    #expect(try persona(PersonaWriter.yaml(dx)) == dx)
    let panel = Panel(personas: [dx])
    #expect(try CanonicalText.panel(ContentHash.canonicalText(of: panel), name: "p").personas[0].moves == dx.moves)
  }

  @Test(arguments: ["moves: []", "moves:", "other: 1"])
  func aPersonaWithoutMovesIsRefused(moves: String) throws {
    let start = try #require(goodPersona.range(of: "moves:"))
    let end = try #require(goodPersona.range(of: "ship_when"))
    let text = goodPersona.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: moves + "\n")
    let found = complaints { () throws(FormatErrors) in try persona(text) }
    #expect(
      found.contains {
        ($0.contains("moves is missing") || $0.contains("moves is empty"))
          && $0.hasSuffix("Add at least one question that the persona must answer.")
      }, "\(found)")
  }

  @Test func aFoldedLeadInDoesNotCountItsUnseenLineBreak() throws {
    let text = goodPersona.replacing(once: "lead_in: It is", with: "lead_in: >\n        It\n        is")
    #expect(try persona(text).moves[2].leadIn == "It is")
  }

  @Test func kindsAreRead() throws {
    let read = try kinds(goodKinds)
    #expect(read.map(\.withinYears) == [nil, nil, nil])
    #expect(read.map(\.widerKind) == [nil, nil, nil])
    let sort = try kinds(goodKinds.replacing(once: "against: true", with: "is_a: dated"))
    #expect(sort.map(\.widerKind) == [nil, "dated", nil])
    let dated = try kinds(goodKinds.replacing(once: "against: true", with: "within_years: 3"))
    #expect(dated.map(\.withinYears) == [nil, 3, nil])
    #expect(
      read[0]
        == FactKind(
          id: "dated", meaning: "its version or date", words: ["dated", "latest version"], with: ["1", "2"],
          without: ["undated"]))
    #expect(read.map(\.isOfFirst) == [false, true, false])
    #expect(read.map(\.isCommon) == [false, true, false])
    #expect(read.map(\.isAgainst) == [false, true, false])
    #expect(read[2].words.isEmpty)
  }

  @Test(arguments: [
    ("id: limit", "id: dated", "kinds[2].id is “dated”, like that of kinds[1]"),
    ("id: limit", "id: identity", "kinds[2].id is “identity”; expected another id"),
    ("id: limit", "id: Limit", "kinds[2].id is “Limit”; expected a–z"),
    ("    words: [cannot]\n", "", "kinds[2].words is missing"),
    ("words: [cannot]", "words: cannot", "kinds[2].words is “cannot”; expected a list"),
    ("means: what", "mean: what", "Did you mean “means”?"),
    ("of_first: true", "of_first: maybe", "kinds[2].of_first is “maybe”; expected true or false"),
    ("against: true", "within_years: two", "kinds[2].within_years is “two”; expected years that a date may lie back"),
    (
      "against: true", "is_a: date",
      "kinds[2].is_a is “date”; expected the id of a kind that is no sort of another itself"
    ),
    ("against: true", "is_a: date", "Did you mean “dated”?"),
    ("against: true", "is_a: limit", "kinds[2].is_a is “limit”"),
    ("against: true", "against: often", "kinds[2].against is “often”; expected true or false"),
    ("common: true", "common: often", "kinds[2].common is “often”; expected true or false"),
    ("kinds:", "kind:", "kinds is missing"),
  ])
  func aWrongKindIsNamed(old: String, new: String, complaint: String) {
    let found = complaints { () throws(FormatErrors) in try kinds(goodKinds.replacing(once: old, with: new)) }
    #expect(found.contains { $0.contains(complaint) }, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("personas/kinds.yaml") }, "\(found)")
  }
}
