/// How text about a tool is made harmless before a model sees it.
public struct VendorTextOptions: Hashable, Sendable, Codable {
  /// Chat markers, role headings and invisible characters are removed. Off only to measure what that does.
  public var removesMarkers: Bool
  /// Sentences that address whoever judges the tool are taken out, and texts that read as claims count as the vendor's.
  /// Off only to measure what that does.
  public var removesAddress: Bool
  /// The words of vendor-written facts are joined by ``marker`` instead of spaces ("datamarking", arXiv 2403.14720).
  public var marksWords: Bool
  /// Stands between the words of vendor text where ``marksWords`` is on.
  public var marker: String
  /// Most characters of one vendor-written fact; the rest is cut at a word.
  public var maxItemCharacters: Int
  /// Most characters of all vendor-written facts of a dossier together; facts beyond it are left out.
  public var maxVendorCharacters: Int
  /// Where a dossier also has facts from elsewhere: the most of its characters, as a share, that the vendor may write.
  public var maxVendorShare: Double
  /// Most facts of a dossier that are judged; later ones are left out.
  public var maxFacts: Int

  public init(
    removesMarkers: Bool = true, removesAddress: Bool = true, marksWords: Bool = false, marker: String = "^",
    maxItemCharacters: Int = 400,
    maxVendorCharacters: Int = 4000, maxVendorShare: Double = 0.7, maxFacts: Int = 40
  ) {
    self.removesMarkers = removesMarkers
    self.removesAddress = removesAddress
    self.marksWords = marksWords
    self.marker = marker
    self.maxItemCharacters = maxItemCharacters
    self.maxVendorCharacters = maxVendorCharacters
    self.maxVendorShare = maxVendorShare
    self.maxFacts = maxFacts
  }
}
