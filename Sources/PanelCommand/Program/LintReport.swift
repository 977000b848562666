import PanelFormats

/// What a lint found, as lines that editors and people can read.
enum LintReport {
  /// Writes the findings to standard output and a closing line to standard error.
  ///
  /// - Returns: The exit status: 1 where there is an error.
  static func write(_ findings: [LintFinding], checked: String, to world: World) -> Int32 {
    for finding in findings { world.output.write("\(finding)\n") }
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count - errors
    world.messages.write("\(checked): \(count(errors, "error")), \(count(warnings, "warning"))\n")
    return errors > 0 ? CommandFailure.Status.failed.rawValue : 0
  }

  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
