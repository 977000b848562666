// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "panel-fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "panel", path: "..")],
  targets: [
    .executableTarget(
      name: "FuzzModelFiles",
      dependencies: [.product(name: "ModelFiles", package: "panel")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"), .unsafeFlags(["-parse-as-library"]),
      ])
  ],
  swiftLanguageModes: [.v6]
)
