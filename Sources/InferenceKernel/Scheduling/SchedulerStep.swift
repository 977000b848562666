import Inference

/// A batch in the making, with what its rows are for.
struct SchedulerStep {
  enum Purpose {
    case segment(PrefixTree.Node, Int)
    case tail(ActiveRequest, Int)
  }
  enum Answer {
    /// The tail's last row.
    case tail(ActiveRequest)
    /// A row of all logits for a question behind the tail.
    case branch(ActiveRequest, LabelTrie.Question)
  }

  var batch = Batch()
  var rowsLeft: Int
  var outputsLeft: Int
  var work: [Purpose] = []
  var answers: [Answer] = []
  var segments: Set<ObjectIdentifier> = []
  /// Pages of branches, given back after the step.
  var borrowed: [PagePool.PageID] = []
}
