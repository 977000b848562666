import Foundation

/// Validates texts against the published schemas with Python's `jsonschema`, an implementation that is not ours.
public enum SchemaCheck {
  public struct Sample: Encodable {
    /// The name of a file in `docs/schemas`, without its ending.
    public var schema: String
    /// YAML, of which JSON is a part.
    public var text: String

    public init(schema: String, text: String) {
      self.schema = schema
      self.text = text
    }
  }

  /// For each sample what its schema finds wrong, empty where nothing; nil, with the reason printed, where Python cannot
  /// check.
  public static func problems(_ samples: [Sample]) throws -> [String]? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "panel-schemas-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "samples.json")
    try JSONEncoder().encode(samples).write(to: file)
    let run = try Python.run(["-c", script, file.path, repositoryRoot.appending(path: "docs/schemas").path])
    if run.status == 77 || run.status == 127 {
      print("skipped: python3 has no modules jsonschema and yaml")
      return nil
    }
    return try JSONDecoder().decode([String].self, from: Data(run.output.utf8))
  }

  /// What a schema finds wrong with one text; empty also where Python cannot check.
  public static func problem(of text: String, _ schema: String) throws -> String {
    try problems([Sample(schema: schema, text: text)])?.first ?? ""
  }

  /// PyYAML reads YAML 1.1; dates stay texts here, as in YAML 1.2, which editors read.
  private static let script = """
    import json, sys
    try:
        import jsonschema, yaml
    except ImportError:
        sys.exit(77)
    class Loader(yaml.SafeLoader): pass
    Loader.yaml_implicit_resolvers = {
        first: [(tag, test) for tag, test in tests if tag != "tag:yaml.org,2002:timestamp"]
        for first, tests in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    validators = {}
    def validator(name):
        if name not in validators:
            schema = json.load(open(f"{sys.argv[2]}/{name}.schema.json"))
            jsonschema.Draft202012Validator.check_schema(schema)
            validators[name] = jsonschema.Draft202012Validator(schema)
        return validators[name]
    def problems(sample):
        text = sample["text"]
        value = json.loads(text) if text.startswith("{") else yaml.load(text, Loader)
        return "; ".join(error.message[:300] for error in validator(sample["schema"]).iter_errors(value))
    print(json.dumps([problems(sample) for sample in json.load(open(sys.argv[1]))]))
    """
}
