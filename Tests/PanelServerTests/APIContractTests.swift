import Foundation
import PanelDesk
import TestSupport
import Testing

/// The running server, held against its own OpenAPI document by schemathesis.
@Suite(.serialized)
struct APIContractTests {
  @Test(.timeLimit(.minutes(10)))
  func `schemathesis finds no answer that the OpenAPI document does not describe`() async throws {
    guard (try? Python.run(["--version"], program: "schemathesis"))?.status == 0 else {
      print("skipped: there is no schemathesis; .ci/python brings it")
      return
    }
    let place = try Place()
    try await place.account("ann", .admin)
    for run in 0..<3 { try await place.item("run-\(run)") }
    let token = try await place.desk.addToken(
      named: "contract", for: try #require(AccountName("ann")), rights: Set(Right.allCases), by: "test", at: Place.noon)
    let served = try await ServedDesk(place)
    defer { served.end(SIGTERM) }
    let result = try Python.run(
      [
        "run", "\(served.address)/api/v1/openapi.json", "--header", "Authorization: Bearer \(token)", "--checks", "all",
        "--max-examples", "20", "--seed", "1", "--phases", "examples,coverage,fuzzing", "--workers", "1", "--no-color",
      ], program: "schemathesis", in: place.folder)
    #expect(result.status == 0, "\(result.output.suffix(6000))")
    #expect(try await place.desk.verifyAudit().fault == nil)
  }
}
