/// A page as nested dictionaries, for its template.
///
/// swift-mustache takes any value, but reflects a struct anew at each look-up of a name, and once more for each section
/// around it: that was most of the time of a page. Reflected once, a look-up is one of a dictionary.
enum TemplateTree {
  /// `value` with every struct in it as a dictionary by property, without those that are nil; texts, numbers and truth
  /// values as they are. nil for nil.
  static func make(_ value: Any) -> Any? {
    if value is String || value is Bool || value is Int { return value }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.flatMap { make($0.value) }
    case .collection: return mirror.children.compactMap { make($0.value) }
    case .struct:
      var properties: [String: Any] = [:]
      for child in mirror.children {
        if let label = child.label, let value = make(child.value) { properties[label] = value }
      }
      return properties
    default: return value
    }
  }
}
