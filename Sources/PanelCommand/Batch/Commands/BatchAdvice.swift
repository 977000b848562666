import PanelSite
import PanelStore

/// What a batch says when it ends: what there is, and how to go on.
struct BatchAdvice {
  var run: RunID
  var plan: BatchPlan
  var counts: JobCounts
  var ending: BatchRunner.Ending
  var isQueued: Bool
  var world: World

  var lines: [String] {
    var lines: [String] = []
    if plan.broken > 0 {
      lines.append(
        "\(NumberText.count(plan.broken, "record")) of \(NumberText.grouped(plan.records)) could not be read; "
          + "“panel batch status \(run)” names them.")
    }
    let failed = counts[.failed] + counts[.dead]
    if failed > 0 {
      lines.append("\(NumberText.grouped(failed)) failed. Try them again: panel batch retry-failed \(run)")
    }
    if case .tooManyFailures(let count) = ending {
      lines.append("Stopped after \(NumberText.count(count, "failure")), as --max-failures says.")
    }
    if isQueued {
      lines.append("\(NumberText.count(counts.open, "job")) queued as run \(run). Work on them: panel worker")
    } else if counts.open > 0 || !plan.isRead {
      let left = plan.isRead ? "\(NumberText.count(counts.open, "job")) left" : "The input was not read to its end"
      lines.append("\(left). Go on with: panel batch resume \(run)")
    }
    for output in plan.outputs { lines.append("Results are in \(output.shown)") }
    return lines
  }
}
