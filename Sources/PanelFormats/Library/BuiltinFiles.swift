/// The files of the checkout that the program carries, so that it runs from any folder.
public enum BuiltinFiles {
  /// `personas/*.yaml`, by name without the extension.
  public static let personas: [String: String] = EmbeddedFiles.personas
  /// `prompts/*.mustache`, by name without the extension.
  public static let prompts: [String: String] = EmbeddedFiles.prompts
  /// `tools/*.yaml`, by slug.
  public static let tools: [String: String] = EmbeddedFiles.tools
  /// `evaluation/*.yaml`, by name without the extension.
  public static let evaluation: [String: String] = EmbeddedFiles.evaluation
  /// `evaluation/dossiers/*.yaml`, by slug.
  public static let evaluationDossiers: [String: String] = EmbeddedFiles.dossiers
}
