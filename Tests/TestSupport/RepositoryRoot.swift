public import Foundation

/// The checkout that the tests were built from, for files that are read at run time (`personas/`, `prompts/`, `tools/`).
public let repositoryRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
