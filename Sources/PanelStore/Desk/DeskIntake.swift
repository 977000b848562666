/// What the panel made that is not on the desk yet.
public enum DeskIntake: Hashable, Sendable {
  case comparison(run: String, tools: String)
  case verdict(VerdictID)
}

extension SQLReading {
  /// Comparisons, and verdicts that are part of none, from which no item was made; oldest first.
  ///
  /// Of a tool's verdicts only the newest of the panel counts, so that a nightly batch leaves one item for each tool.
  public func deskIntake(limit: Int) throws -> [DeskIntake] {
    let comparisons = try rows(
      """
      SELECT c.run_id, c.tools FROM comparisons c
      WHERE NOT EXISTS (SELECT 1 FROM desk_items i WHERE i.source = 'comparison:' || c.run_id || ':' || c.tools)
      ORDER BY c.created_at, c.run_id, c.tools LIMIT ?
      """, [limit]
    ).map { DeskIntake.comparison(run: try $0["run_id"], tools: try $0["tools"]) }
    let verdicts = try rows(
      """
      SELECT v.tool, v.version FROM verdicts v
      WHERE v.origin = 'panel'
        AND NOT EXISTS (SELECT 1 FROM verdicts w WHERE w.tool = v.tool AND w.origin = 'panel' AND w.version > v.version)
        AND NOT EXISTS (SELECT 1 FROM comparison_verdicts c WHERE c.tool = v.tool AND c.version = v.version)
        AND NOT EXISTS (SELECT 1 FROM desk_items i WHERE i.source = 'verdict:' || v.tool || '@' || v.version)
      ORDER BY v.created_at, v.tool LIMIT ?
      """, [limit]
    ).map { DeskIntake.verdict(VerdictID(tool: try $0["tool"], version: try $0["version"])) }
    return Array((comparisons + verdicts).prefix(limit))
  }
}
