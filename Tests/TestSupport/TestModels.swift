public import Foundation

/// A model file that a test wants, or the reason why it cannot be had.
public enum TestModel: String, Sendable, CaseIterable {
  case smollm2 = "smollm2-135m-instruct"
  case gemma3 = "gemma-3-270m"
  case qwen05B = "qwen2.5-coder-0.5b-instruct"
  case qwen15B = "qwen2.5-coder-1.5b-instruct"

  /// Where `panel model pull` puts models: `$PANEL_MODELS`, else `$XDG_CACHE_HOME/panel/models`, else
  /// `~/.cache/panel/models`.
  public static var folder: URL {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["PANEL_MODELS"], !folder.isEmpty { return URL(filePath: folder) }
    if let cache = environment["XDG_CACHE_HOME"], !cache.isEmpty {
      return URL(filePath: cache).appending(path: "panel/models")
    }
    return FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache/panel/models")
  }

  /// The file, where `make test` fetched it; nil, with the reason printed, where it could not.
  public var file: URL? {
    let url = Self.folder.appending(path: rawValue + ".gguf")
    if FileManager.default.fileExists(atPath: url.path) { return url }
    print("skipped: model \(rawValue) is not in \(Self.folder.path); `panel model pull \(rawValue)` fetches it")
    return nil
  }
}
