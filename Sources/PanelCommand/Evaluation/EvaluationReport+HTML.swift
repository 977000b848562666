import Foundation
import PanelEngine

extension EvaluationReport {
  /// The report as a page that needs nothing else: tables, and plots as inline SVG.
  func html() -> String {
    let title = "How far to believe the panel: \(model.name)"
    var body = "<h1>\(Self.escaped(title))</h1>\n"
    body += "<p>\(Self.escaped("\(model.backend), \(started), \(Int(seconds)) s, panel \(version)"))"
    if isPartial { body += " · <strong>stopped before its end</strong>" }
    body += "</p>\n"
    for table in tables() {
      body += "<section>\n<h2>\(Self.escaped(table.title))</h2>\n"
      if !table.note.isEmpty { body += "<p>\(Self.escaped(table.note))</p>\n" }
      body += plot(for: table.title)
      body += "<div class=\"wide\"><table><thead><tr>"
      body += table.head.map { "<th scope=\"col\">\(Self.escaped($0.capitalized))</th>" }.joined()
      body += "</tr></thead><tbody>\n"
      for row in table.rows {
        body += "<tr>" + row.map { "<td>\(Self.escaped($0))</td>" }.joined() + "</tr>\n"
      }
      body += "</tbody></table></div>\n</section>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      <title>\(Self.escaped(title))</title>
      <style>\(Self.style)</style>
      </head>
      <body><main>
      \(body)</main></body>
      </html>

      """
  }

  private func plot(for title: String) -> String {
    switch title {
    case "Pairs of dossiers": metamorphic.map { EvaluationPlot.steps($0, personas: personas) } ?? ""
    case "Attacks that succeed": injections.map(EvaluationPlot.attacks) ?? ""
    case "Known outcomes": outcomes.map(EvaluationPlot.calibration) ?? ""
    case _ where title.hasPrefix("The panel over"): distinctness.map(EvaluationPlot.shipRates) ?? ""
    default: ""
    }
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }

  private static let style = """
    :root{color-scheme:light dark;--ink:#1a1c20;--soft:#5b6069;--paper:#fff;--line:#d5d8de;--good:#1f6f4a;--bad:#a33b20;\
    --mark:#2b5fb3}
    @media (prefers-color-scheme:dark){:root{--ink:#e8eaee;--soft:#a4aab4;--paper:#15171b;--line:#363b44;--good:#62c296;\
    --bad:#f08a6c;--mark:#8ab4f8}}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
    main{max-width:60rem;margin:0 auto;padding:1.5rem}
    h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.15rem;margin-top:2.2rem}
    p{max-width:44rem;color:var(--soft)}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums}
    th,td{text-align:left;padding:.3rem 1rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
    .wide{overflow-x:auto}svg{width:100%;height:auto;max-width:46rem;display:block;margin:.8rem 0}
    svg text{fill:var(--soft);font:11px system-ui,sans-serif}svg .axis{stroke:var(--line)}
    svg .good{fill:var(--good)}svg .bad{fill:var(--bad)}svg .mark{fill:var(--mark)}svg .band{fill:var(--line);opacity:.5}
    svg .curve{fill:none;stroke:var(--mark);stroke-width:2}
    """
}
