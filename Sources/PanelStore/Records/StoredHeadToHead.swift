public import PanelCore

extension SQLWriting {
  /// Keeps what the personas answered when two tools were put to them directly.
  public func save(_ result: HeadToHead, keys: PairKeys, run: RunID, attempt: Int = 1, at now: Timestamp) throws {
    try insert(
      into: "head_to_heads",
      [
        "run_id", "first_tool", "second_tool", "persona", "attempt", "input_key", "in_order", "reversed", "error",
        "created_at",
      ],
      zip(result.seats, keys.keys).map { seat, key in
        [
          run, result.first, result.second, seat.persona, attempt, key, seat.inOrder, seat.reversed, seat.error, now,
        ]
      }, ending: "ON CONFLICT (run_id, first_tool, second_tool, persona, attempt) DO NOTHING")
  }
}

extension SQLReading {
  /// The answers of all personas about a pair; nil where those of one are missing or incomplete.
  public func headToHead(_ keys: PairKeys) throws -> HeadToHead? {
    var seats: [HeadToHead.Seat] = []
    for key in keys.keys {
      let row = try row(
        """
        SELECT * FROM head_to_heads WHERE input_key = ? AND in_order IS NOT NULL AND reversed IS NOT NULL
        ORDER BY created_at DESC, run_id LIMIT 1
        """, [key])
      guard let row else { return nil }
      seats.append(
        HeadToHead.Seat(persona: try row["persona"], inOrder: try row["in_order"], reversed: try row["reversed"]))
    }
    return HeadToHead(first: keys.first, second: keys.second, seats: seats)
  }
}
