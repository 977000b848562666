import Foundation

// usage: EmbedFilesTool OUTPUT STAMP (FOLDER ENDING)...
//
// Writes an enumeration `EmbeddedFiles` with one dictionary for each folder: file name without its ending → text.

/// `text` as a Swift literal on one line.
func literal(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\", "\"": result += "\\\(scalar)"
    case "\n": result += "\\n"
    case _
    where scalar.value < 0x20 || scalar.properties.generalCategory == .control
      || scalar.properties.generalCategory == .format:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

var arguments = CommandLine.arguments.dropFirst()
guard let output = arguments.popFirst(), let stamp = arguments.popFirst() else {
  FileHandle.standardError.write(Data("usage: EmbedFilesTool OUTPUT STAMP (FOLDER ENDING)...\n".utf8))
  exit(64)
}
do {
  var code = "// Written by EmbedFilesTool; do not edit.\n\nenum EmbeddedFiles {\n"
  while let folder = arguments.popFirst(), let ending = arguments.popFirst() {
    let url = URL(filePath: folder, directoryHint: .isDirectory)
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let names = all.filter { !$0.hasPrefix(".") && $0.hasSuffix("." + ending) }.sorted()
    code += "  static let \(url.lastPathComponent): [String: String] = [\(names.isEmpty ? ":" : "\n")"
    for name in names {
      let text = try String(contentsOf: url.appending(path: name), encoding: .utf8)
      code += "    \(literal(String(name.dropLast(ending.count + 1)))): \(literal(text)),\n"
    }
    code += "  ]\n"
  }
  code += "}\n"
  let file = URL(filePath: output)
  if (try? String(contentsOf: file, encoding: .utf8)) != code {
    try code.write(to: file, atomically: true, encoding: .utf8)
  }
  // A number that goes up: the build sees its input changed and runs this tool again next time.
  let runs = (try? String(contentsOf: URL(filePath: stamp), encoding: .utf8)).flatMap { Int($0) } ?? 0
  try "\(runs &+ 1)".write(to: URL(filePath: stamp), atomically: true, encoding: .utf8)
} catch {
  FileHandle.standardError.write(Data("EmbedFilesTool: \(error)\n".utf8))
  exit(1)
}
