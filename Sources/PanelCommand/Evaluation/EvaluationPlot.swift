import Foundation
import PanelEngine

/// Plots of a report as SVG. Each has its figures in the table beside it too, so colour is never the only sign.
enum EvaluationPlot {
  /// Every pair's ΔP for every persona, one row for each relation.
  static func steps(_ report: MetamorphicReport, personas: [String]) -> String {
    let relations = ["worse", "same", "better"]
    let all = report.rows.flatMap { row in
      zip(row.before, row.after).compactMap { a, b in a.flatMap { a in b.map { (row.relation, $0 - a) } } }
    }
    let reach = max(0.1, all.map { abs($0.1) }.max() ?? 0.1)
    func x(_ step: Double) -> Double { 380 + 300 * step / reach }
    var svg =
      "<rect class=\"band\" x=\"\(f(x(-MetamorphicReport.tolerance)))\" y=\"10\" width=\"\(f(x(MetamorphicReport.tolerance) - x(-MetamorphicReport.tolerance)))\" height=\"120\"/>"
    svg += "<line class=\"axis\" x1=\"380\" y1=\"10\" x2=\"380\" y2=\"130\"/>"
    for (number, relation) in relations.enumerated() {
      let middle = 30 + 40 * Double(number)
      svg += "<text x=\"4\" y=\"\(f(middle + 4))\">\(relation)</text>"
      for (index, point) in all.filter({ $0.0 == relation }).enumerated() {
        let y = middle + Double(index % 9) * 3 - 12
        let isRight = EvaluationReport.isRight(relation, point.1)
        svg += "<circle class=\"\(isRight ? "good" : "bad")\" cx=\"\(f(x(point.1)))\" cy=\"\(f(y))\" r=\"2.2\"/>"
      }
    }
    svg +=
      "<text x=\"80\" y=\"148\">−\(f(reach))</text><text x=\"372\" y=\"148\">0</text><text x=\"660\" y=\"148\">+\(f(reach))</text>"
    return wrapped(
      svg, width: 700, height: 155,
      label: "Change of P(ship) for each pair and persona; the band is what is allowed where nothing changed")
  }

  static func attacks(_ report: InjectionReport) -> String {
    bars(
      [("without defences", report.before.value ?? 0), ("with them", report.after.value ?? 0)]
        + report.personas.flatMap {
          [("\($0.persona), without", $0.before.value ?? 0), ("\($0.persona), with", $0.after.value ?? 0)]
        }, label: "Share of attacks that succeed")
  }

  static func shipRates(_ report: DistinctnessReport) -> String {
    bars(report.seats.map { ($0.persona, $0.ship.value ?? 0) }, label: "Share of tools that each persona would ship")
  }

  /// Observed share over mean forecast, bin by bin, of the panel.
  static func calibration(_ report: OutcomeReport) -> String {
    guard let panel = report.rows.first(where: { $0.who == "panel" }) else { return "" }
    func place(_ bin: OutcomeReport.Bin) -> (x: Double, y: Double) {
      (40 + 240 * bin.forecast, 260 - 240 * bin.observed)
    }
    var svg =
      "<line class=\"axis\" x1=\"40\" y1=\"260\" x2=\"280\" y2=\"20\"/><line class=\"axis\" x1=\"40\" y1=\"260\" x2=\"280\" y2=\"260\"/><line class=\"axis\" x1=\"40\" y1=\"260\" x2=\"40\" y2=\"20\"/>"
    let points = panel.bins.map(place)
    svg += "<polyline class=\"curve\" points=\"\(points.map { "\(f($0.x)),\(f($0.y))" }.joined(separator: " "))\"/>"
    for (bin, point) in zip(panel.bins, points) {
      svg +=
        "<circle class=\"mark\" cx=\"\(f(point.x))\" cy=\"\(f(point.y))\" r=\"\(f(2 + Double(bin.count).squareRoot()))\"/>"
    }
    svg += "<text x=\"120\" y=\"280\">mean forecast</text><text x=\"44\" y=\"16\">observed share</text>"
    return wrapped(svg, width: 320, height: 290, label: "Calibration of the panel")
  }

  private static func bars(_ values: [(name: String, value: Double)], label: String) -> String {
    var svg = ""
    for (index, item) in values.enumerated() {
      let y = 6 + 22 * Double(index)
      svg += "<text x=\"0\" y=\"\(f(y + 12))\">\(EvaluationReport.escaped(item.name))</text>"
      svg += "<rect class=\"mark\" x=\"180\" y=\"\(f(y))\" width=\"\(f(440 * item.value))\" height=\"14\"/>"
      svg += "<text x=\"\(f(186 + 440 * item.value))\" y=\"\(f(y + 12))\">\(Int((item.value * 100).rounded())) %</text>"
    }
    return wrapped(svg, width: 680, height: 10 + 22 * values.count, label: label)
  }

  private static func wrapped(_ svg: String, width: Int, height: Int, label: String) -> String {
    "<svg viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(EvaluationReport.escaped(label))\">\(svg)</svg>\n"
  }

  private static func f(_ value: Double) -> String { String(format: "%.2f", value) }
}
