import Foundation

// usage: EmbedFilesTool OUTPUT (--folder NAME FILE...)...
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
guard let output = arguments.popFirst() else {
  FileHandle.standardError.write(Data("usage: EmbedFilesTool OUTPUT (--folder NAME FILE...)...\n".utf8))
  exit(64)
}
var folders: [(name: String, files: [URL])] = []
while let argument = arguments.popFirst() {
  if argument == "--folder", let name = arguments.popFirst() {
    folders.append((name, []))
  } else if !folders.isEmpty {
    folders[folders.count - 1].files.append(URL(filePath: argument))
  }
}
do {
  var code = "// Written by EmbedFilesTool; do not edit.\n\nenum EmbeddedFiles {\n"
  for folder in folders {
    code += "  static let \(folder.name): [String: String] = [\(folder.files.isEmpty ? ":" : "\n")"
    for file in folder.files {
      let text = try String(contentsOf: file, encoding: .utf8)
      code += "    \(literal(file.deletingPathExtension().lastPathComponent)): \(literal(text)),\n"
    }
    code += "  ]\n"
  }
  code += "}\n"
  try code.write(to: URL(filePath: output), atomically: true, encoding: .utf8)
} catch {
  FileHandle.standardError.write(Data("EmbedFilesTool: \(error)\n".utf8))
  exit(1)
}
