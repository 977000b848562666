/// One row of the table of what may follow what. What is not in the table is refused.
public struct Transition: Hashable, Sendable {
  public var action: DeskAction.Kind
  public var from: ItemState
  public var to: ItemState
  public var right: Right

  /// Every transition there is.
  public static let table: [Transition] =
    rows(.claim, .decide, (.draft, .inReview), (.inReview, .inReview), (.changesRequested, .changesRequested))
    + rows(.release, .decide, (.inReview, .draft), (.changesRequested, .changesRequested))
    + rows(.approve, .decide, (.inReview, .approved))
    + rows(
      .requestChanges, .decide, (.inReview, .changesRequested), (.approved, .changesRequested),
      (.scheduled, .changesRequested))
    + rows(.reject, .decide, (.inReview, .rejected), (.changesRequested, .rejected), (.approved, .rejected))
    + rows(.schedule, .publish, (.approved, .scheduled), (.scheduled, .scheduled))
    + rows(.unschedule, .publish, (.scheduled, .approved))
    + rows(.publish, .publish, (.approved, .published), (.scheduled, .published))
    // An older version that readers see can be taken back whatever becomes of the newer one.
    + rows(
      .withdraw, .publish, (.published, .withdrawn), (.inReview, .inReview), (.changesRequested, .changesRequested),
      (.approved, .approved), (.scheduled, .scheduled), (.rejected, .rejected))
    + rows(.reopen, .decide, (.rejected, .draft), (.withdrawn, .draft))
    + rows(.supersede, .publish, (.published, .superseded))
    // An edit voids an approval, so it leads back to review from everywhere but a draft.
    + rows(
      .edit, .edit, (.draft, .draft), (.inReview, .inReview), (.changesRequested, .inReview), (.approved, .inReview),
      (.scheduled, .inReview), (.published, .inReview))

  public static func find(_ action: DeskAction.Kind, from state: ItemState) -> Transition? {
    table.first { $0.action == action && $0.from == state }
  }

  /// What can be done to an item in `state`, in the order of the table.
  ///
  /// - Parameter isPublished: whether readers see some version of it.
  public static func actions(from state: ItemState, isPublished: Bool) -> [DeskAction.Kind] {
    table.filter { row in
      row.from == state && row.action != .supersede && (row.action != .withdraw || isPublished)
    }.map(\.action)
  }

  /// The right that an action needs, wherever it starts.
  public static func right(for action: DeskAction.Kind) -> Right {
    table.first { $0.action == action }?.right ?? .administer
  }

  private static func rows(
    _ action: DeskAction.Kind, _ right: Right, _ moves: (ItemState, ItemState)...
  ) -> [Transition] {
    moves.map { Transition(action: action, from: $0.0, to: $0.1, right: right) }
  }
}
