import Foundation

/// A disk of a few megabytes in memory, which only the super-user can have; gone with the test.
final class SmallDisk {
  private let folder: URL

  /// nil, with the reason printed, where this system lets nobody mount one.
  init?(_ folder: URL, kilobytes: Int) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.folder = folder
    guard try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.path]) == 0 else {
      print("skipped: no disk of its own for this test (mount -t tmpfs needs the super-user)")
      return nil
    }
  }

  deinit { _ = try? Self.run("umount", ["-l", folder.path]) }

  func remount(_ options: String) throws {
    guard try Self.run("mount", ["-o", "remount,\(options)", folder.path]) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
