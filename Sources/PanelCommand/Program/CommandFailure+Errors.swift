import Foundation
import Inference
import InferenceHTTP
import ModelFiles
import PanelDesk
import PanelEngine
import PanelFormats
import PanelStore

extension CommandFailure {
  /// What any error of the rooms below means to the person who called.
  init(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let errors as FormatErrors:
      let isUsage = errors.errors.allSatisfy { $0.code == .unknownName }
      self.init(errors.description, status: isUsage ? .usage : .failed)
    case let error as InferenceError:
      self.init(error.message, remedy: error.remedy, status: error.code == .badRequest ? .usage : .failed)
    case let error as SessionError:
      self.init(error.message, status: error.code == .badPersona ? .failed : .usage)
    case let error as StoreError:
      self.init(error.message, remedy: error.remedy, status: error.code == .notFound ? .usage : .failed)
    case let error as DeskError: self.init(error.message, remedy: error.remedy)
    case let error as PromptError: self.init("\(error)")
    case let error as GGUFError: self.init("\(error)")
    case let error as TransferError: self.init("\(error)")
    case let error as ModelStoreError:
      self.init(
        error.message, remedy: error.remedy,
        status: [.unknownModel, .nameTaken].contains(error.code) ? .usage : .failed)
    case is CancellationError: self.init("The work was cancelled.")
    default: self.init((error as NSError).localizedDescription)
    }
  }
}
