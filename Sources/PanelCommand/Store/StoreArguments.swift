import ArgumentParser
import Foundation
import PanelStore

/// Whether reviews are kept, and taken from those that are.
struct StoreArguments: ParsableArguments {
  @OptionGroup var place: DatabaseOptions

  @Flag(help: "Compute every review, also those that the store has; they become new versions.")
  var fresh = false

  @Flag(name: .customLong("no-store"), help: "Take nothing from the store and keep nothing in it.")
  var noStore = false

  func validate() throws {
    if noStore, place.database != nil {
      throw ValidationError("--no-store and --database contradict each other: leave one out.")
    }
  }

  /// Opens a database that is there already, so that one that cannot be used is told before a model is loaded; nil where
  /// there is none yet.
  func openNow(_ world: World) throws -> Store? {
    FileManager.default.fileExists(atPath: place.file(world).path) ? try open(world) : nil
  }

  /// nil with `--no-store`.
  func open(_ world: World) throws -> Store? {
    if noStore { return nil }
    do {
      return try place.open(world)
    } catch let error as StoreError {
      throw CommandFailure(error.message, remedy: error.remedy + "\n--no-store    reviews without a database")
    }
  }
}
