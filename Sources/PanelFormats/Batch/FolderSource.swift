import Foundation
import PanelCore

/// Dossiers of a folder, or of a single file: `<slug>.yaml`, in the order of their names.
struct FolderSource: DossierSource {
  private let files: FileSet
  private var rest: ArraySlice<String>
  var notes: [String] { [] }

  init(_ files: FileSet) {
    self.files = files
    rest = files.fileNames[...]
  }

  mutating func next() throws(FormatErrors) -> DossierRecord? {
    guard let name = rest.popFirst() else { return nil }
    let shown = files.shownName(of: name)
    do throws(FormatErrors) {
      let slug = try DossierFile.slug(ofFile: name, shown: shown)
      let dossier = try DossierFile.parse(try files.read(name), slug: slug)
      guard !dossier.facts.isEmpty else {
        throw FormatErrors(
          FormatError(
            .missing, file: shown, keyPath: "facts", found: "empty", expected: "at least one fact",
            remedy: "Add “facts: …”."))
      }
      return DossierRecord(file: shown, line: nil, content: .success(dossier))
    } catch {
      return DossierRecord(file: shown, line: nil, content: .failure(error))
    }
  }
}
