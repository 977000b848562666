/// The version of the program, as `panel --version` prints it and a run records it.
enum PanelVersion {
  static let text = "0.1.0"
}
