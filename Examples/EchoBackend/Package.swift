// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "echo-backend",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "panel", path: "../..")],
  targets: [
    .target(name: "EchoBackend", dependencies: [.product(name: "Inference", package: "panel")]),
    .executableTarget(
      name: "echo-review", dependencies: ["EchoBackend", .product(name: "PanelEngine", package: "panel")]),
    .testTarget(
      name: "EchoBackendTests", dependencies: ["EchoBackend", .product(name: "PanelEngine", package: "panel")]),
  ],
  swiftLanguageModes: [.v6]
)
