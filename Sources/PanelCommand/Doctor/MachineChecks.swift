import CCurl
import Foundation
import KernelSIMD
import ModelFiles

/// What the program needs of the machine, looked at one by one.
struct MachineChecks {
  let world: World

  func processor() -> DoctorCheck {
    let names: [String] = ["scalar", "avx2", "avx512", "neon"].filter { (name: String) in ks_kernels_named(name) != nil
    }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let best = String(cString: ks_kernels_best().pointee.name)
    if let chosen = world["PANEL_SIMD"], !names.contains(chosen) {
      return DoctorCheck(
        .fails, "processor", "PANEL_SIMD is \(chosen), which this processor cannot run",
        remedy: "Unset it, or take one of \(names.joined(separator: ", ")).")
    }
    let finding = "\(LintReport.count(cores, "core")), kernels \(names.joined(separator: ", ")); fastest \(best)"
    return best == "scalar"
      ? DoctorCheck(
        .limited, "processor", finding, remedy: "Without vector kernels expect reviews to take many times as long.")
      : DoctorCheck(.works, "processor", finding)
  }

  func memory() -> DoctorCheck {
    let installed = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let available = Self.availableMemory() ?? installed
    let needed = Int(KnownModel.default.memory())
    let finding = "\(DownloadProgress.size(available)) of \(DownloadProgress.size(installed)) available"
    guard available < needed * 3 / 2 else { return DoctorCheck(.works, "memory", finding) }
    return DoctorCheck(
      .limited, "memory", "\(finding); the default model takes about \(DownloadProgress.size(needed * 3 / 2))",
      remedy: "Close other programs, or take a smaller model: panel model list")
  }

  func model(_ named: String?) -> DoctorCheck {
    let name = named ?? world["PANEL_MODEL"] ?? KnownModel.default.name
    guard let entry = world.models.entry(named: name) else {
      do {
        let choice = try ModelChoice.find(name, world: world)
        _ = try GGUFFile(path: choice.file.path)
        return DoctorCheck(.works, "model", world.shown(choice.file))
      } catch {
        let failure = CommandFailure(error)
        return DoctorCheck(.fails, "model", failure.message, remedy: failure.remedy.replacing("\n", with: "; "))
      }
    }
    guard let known = entry.known else { return DoctorCheck(.works, "model", "\(entry.name), added by you") }
    switch entry.sha256 {
    case known.sha256?: return DoctorCheck(.works, "model", "\(entry.name), verified")
    case nil:
      return DoctorCheck(.limited, "model", "\(entry.name), not verified", remedy: "panel model verify \(entry.name)")
    default:
      return DoctorCheck(.fails, "model", "\(entry.name) is damaged", remedy: "panel model pull \(entry.name)")
    }
  }

  func python() -> DoctorCheck {
    let python = world.models.python
    let remedy = "apt-get install python3-pip; needed only by “panel model pull”, which else takes the model's address."
    guard let version = Self.output([python, "--version"], world) else {
      return DoctorCheck(.limited, "python", "\(python) is not here", remedy: remedy)
    }
    guard let pip = Self.output([python, "-m", "pip", "--version"], world) else {
      return DoctorCheck(.limited, "python", "\(version) without pip", remedy: remedy)
    }
    return DoctorCheck(.works, "python", "\(version), \(pip.split(separator: " ").prefix(2).joined(separator: " "))")
  }

  func curl() -> DoctorCheck {
    let version = String(cString: curl_version()).split(separator: " ")
    let tls = version.first { $0.contains("SSL") || $0.contains("TLS") }
    guard let tls else {
      return DoctorCheck(
        .limited, "curl", "\(version.first ?? "libcurl") without TLS", remedy: "https:// addresses cannot be reached.")
    }
    return DoctorCheck(.works, "curl", "\(version.first ?? "libcurl") with \(tls)")
  }

  func terminal() -> DoctorCheck {
    guard world.messages.isInteractive else {
      return DoctorCheck(.works, "terminal", "none on standard error: progress comes as plain lines")
    }
    let size = world.messages.size
    let colour = world.messages.hasColour ? "with colour" : "without colour"
    return DoctorCheck(.works, "terminal", "\(size.columns) × \(size.rows), \(colour)")
  }

  func folders() -> [DoctorCheck] {
    [
      Self.folder(
        world.modelFolder, "models", world, missing: "Choose another folder with PANEL_MODELS.", isNeeded: true),
      Self.folder(
        world.stateFolder, "state", world, missing: "Time estimates are not kept; see XDG_STATE_HOME.", isNeeded: false),
    ]
  }

  /// Whether files can be made in `folder`, or the folder itself in the first of its parents that is there.
  private static func folder(
    _ folder: URL, _ subject: String, _ world: World, missing remedy: String, isNeeded: Bool
  ) -> DoctorCheck {
    var place = folder.absoluteURL.standardizedFileURL
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
      place = place.deletingLastPathComponent()
    }
    let shown = world.shown(folder)
    guard FileManager.default.isWritableFile(atPath: place.path) else {
      return DoctorCheck(isNeeded ? .fails : .limited, subject, "\(shown) cannot be written", remedy: remedy)
    }
    let free = try? FileManager.default.attributesOfFileSystem(forPath: place.path)[.systemFreeSize] as? NSNumber
    let space = (free ?? nil).map { ", \(DownloadProgress.size($0.intValue)) free" } ?? ""
    return DoctorCheck(.works, subject, shown + space)
  }

  /// Bytes that can be had without swapping; nil where the system does not say.
  private static func availableMemory() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }

  /// First line of what a program prints; nil where it is not here or fails.
  private static func output(_ command: [String], _ world: World) -> String? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.environment = world.environment
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
