// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: what Swift 7 will ask for anyway.
let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Bytes from outside are read here a gigabyte at a time, so it is optimised in debug builds too, with all checks on.
let optimised: [SwiftSetting] = swiftSettings + [.unsafeFlags(["-O"])]

/// The kernel reads only buffers that it laid out itself, so it alone goes without bounds and overflow checks.
let unchecked: [SwiftSetting] = swiftSettings + [.unsafeFlags(["-Ounchecked"])]

/// Products of other packages, each with the reason it is here.
enum External {
  /// Commands, help, completions.
  static let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
  /// SHA-256 of models, dossiers, personas and prompts.
  static let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
  /// SQLite: typed access, one writer and many readers.
  static let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
  /// Passwords: scrypt.
  static let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
  /// The desk's pages over HTTP.
  static let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
  static let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
  static let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
  static let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
  static let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
  /// Prompts and pages.
  static let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
  /// Dossiers, personas and panels.
  static let yams = Target.Dependency.product(name: "Yams", package: "Yams")
}

let package = Package(
  name: "panel",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "panel", targets: ["panel"]),
    .library(name: "PanelCommand", targets: ["PanelCommand"]),
    .library(name: "PanelEngine", targets: ["PanelCore", "PanelFormats", "PanelEngine"]),
    .library(name: "Inference", targets: ["Inference"]),
    // For the fuzzing package.
    .library(name: "ModelFiles", targets: ["ModelFiles"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // Without its support for swift-configuration: the server is handed its settings. The four below it are its own,
    // named here because its types are made of theirs.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // In the order of the rooms in docs/design.md: imports go down that table, never up.
    .target(name: "PanelCore", swiftSettings: swiftSettings),
    .target(
      name: "PanelFormats", dependencies: ["PanelCore", External.yams, External.crypto], swiftSettings: swiftSettings,
      plugins: ["EmbedFiles"]),
    .target(name: "Inference", dependencies: [External.crypto], swiftSettings: swiftSettings),
    .target(
      name: "KernelSIMD",
      cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off", "-fno-math-errno", "-Wall", "-Wno-psabi"])]),
    .target(name: "ModelFiles", dependencies: [External.crypto], swiftSettings: optimised),
    .target(
      name: "InferenceKernel", dependencies: ["Inference", "ModelFiles", "KernelSIMD"], swiftSettings: unchecked),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(name: "InferenceHTTP", dependencies: ["Inference", "CCurl"], swiftSettings: swiftSettings),
    .target(
      name: "PanelEngine",
      dependencies: ["PanelCore", "PanelFormats", "Inference", External.mustache, External.crypto],
      swiftSettings: swiftSettings),
    .target(
      name: "PanelStore", dependencies: ["PanelCore", "PanelFormats", External.grdb], swiftSettings: swiftSettings),
    .target(
      name: "PanelDesk",
      dependencies: ["PanelCore", "PanelFormats", "PanelStore", External.crypto, External.cryptoExtras],
      swiftSettings: swiftSettings),
    .target(
      name: "PanelSite", dependencies: ["PanelCore", External.mustache, External.crypto],
      resources: [
        .embedInCode("Templates/comparison.mustache"), .embedInCode("Templates/page.css"),
        .embedInCode("Templates/index.mustache"), .embedInCode("Templates/index.js"),
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "PanelServer",
      dependencies: [
        "PanelCore", "PanelFormats", "PanelStore", "PanelDesk", "PanelSite", External.hummingbird, External.httpTypes,
        External.logging, External.nioCore, External.mustache, External.crypto, External.lifecycle,
      ],
      resources: [
        .embedInCode("Templates/head.mustache"), .embedInCode("Templates/foot.mustache"),
        .embedInCode("Templates/login.mustache"), .embedInCode("Templates/queue.mustache"),
        .embedInCode("Templates/item.mustache"), .embedInCode("Templates/conflict.mustache"),
        .embedInCode("Templates/message.mustache"), .embedInCode("Templates/history.mustache"),
        .embedInCode("Templates/bulk.mustache"), .embedInCode("Templates/bulkdone.mustache"),
        .embedInCode("Templates/read.mustache"), .embedInCode("Templates/rerun.mustache"),
        .embedInCode("Assets/desk.css"), .embedInCode("Assets/desk.js"),
        .embedInCode("Assets/openapi.json"),
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "PanelCommand",
      dependencies: [
        "PanelCore", "PanelFormats", "Inference", "KernelSIMD", "ModelFiles", "InferenceKernel", "CCurl",
        "InferenceHTTP", "PanelEngine", "PanelStore", "PanelDesk", "PanelSite", "PanelServer", External.argumentParser,
      ], swiftSettings: swiftSettings),
    .executableTarget(name: "panel", dependencies: ["PanelCommand"], swiftSettings: swiftSettings),

    // Personas, prompts and dossiers go into the program at every build, so that it runs from any folder.
    .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["EmbedFilesTool"]),
    .executableTarget(name: "EmbedFilesTool", path: "Plugins/EmbedFilesTool"),

    .target(
      name: "TestSupport", dependencies: ["PanelCore", "Inference"], path: "Tests/TestSupport",
      swiftSettings: swiftSettings),
    .testTarget(name: "PanelCoreTests", dependencies: ["PanelCore"], swiftSettings: swiftSettings),
    .testTarget(
      name: "PanelFormatsTests", dependencies: ["PanelFormats", "TestSupport"], swiftSettings: swiftSettings),
    .testTarget(name: "InferenceTests", dependencies: ["Inference", "TestSupport"], swiftSettings: swiftSettings),
    .testTarget(name: "ModelFilesTests", dependencies: ["ModelFiles", "TestSupport"], swiftSettings: swiftSettings),
    .testTarget(
      name: "InferenceKernelTests",
      dependencies: ["Inference", "InferenceKernel", "KernelSIMD", "ModelFiles", "TestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "InferenceHTTPTests", dependencies: ["InferenceHTTP", "TestSupport"], swiftSettings: swiftSettings),
    .testTarget(
      name: "PanelEngineTests", dependencies: ["PanelEngine", "InferenceHTTP", "TestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "PanelDeskTests", dependencies: ["PanelDesk", "PanelStore", "PanelFormats", "TestSupport"],
      swiftSettings: swiftSettings),
    // A process of its own that tests kill while it writes.
    .executableTarget(
      name: "StoreWriter", dependencies: ["PanelStore"], path: "Tests/StoreWriter", swiftSettings: swiftSettings),
    .testTarget(
      name: "PanelServerTests",
      dependencies: [
        "PanelServer", "PanelDesk", "PanelStore", "PanelFormats", "PanelCore", "InferenceHTTP", "TestSupport", "panel",
        "scripted-panel",
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "PanelStoreTests",
      dependencies: ["PanelStore", "PanelCore", "PanelFormats", "StoreWriter", "TestSupport", External.grdb],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "PanelSiteTests", dependencies: ["PanelSite", "TestSupport"], exclude: ["Snapshots"],
      swiftSettings: swiftSettings),
    // The program with a backend that has no model, for tests that kill it.
    .executableTarget(
      name: "scripted-panel", dependencies: ["PanelCommand", "Inference", "TestSupport"], path: "Tests/ScriptedPanel",
      swiftSettings: swiftSettings),
    .testTarget(
      name: "PanelCommandTests", dependencies: ["PanelCommand", "scripted-panel", "TestSupport"],
      exclude: ["Snapshots"],
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6]
)
