public import PanelCore

/// What a run is told about the world, since a session reads no clock and makes up no ids.
public struct RunContext: Sendable {
  public var id: String
  /// RFC 3339.
  public var started: String
  /// Version of the program.
  public var version: String
  /// Lower-case hexadecimal, of the personas and the panel.
  public var personasSHA256: String
  /// Lower-case hexadecimal, of the content of each dossier; it also fixes the nonce.
  public var dossierSHA256: [ToolSlug: String]
  /// Lower-case hexadecimal, of ``SessionOptions/reviewSettings()``; nil where the caller does not record it.
  public var settingsSHA256: String?
  /// Seconds since the run began, from a clock that never goes back.
  public var elapsed: @Sendable () -> Double

  public init(
    id: String, started: String, version: String, personasSHA256: String, dossierSHA256: [ToolSlug: String],
    settingsSHA256: String? = nil, elapsed: @escaping @Sendable () -> Double
  ) {
    self.id = id
    self.started = started
    self.version = version
    self.personasSHA256 = personasSHA256
    self.dossierSHA256 = dossierSHA256
    self.settingsSHA256 = settingsSHA256
    self.elapsed = elapsed
  }
}
