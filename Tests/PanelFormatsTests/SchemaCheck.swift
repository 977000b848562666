import Foundation
import TestSupport

/// Validates texts against the published schemas with python3's `jsonschema`, an implementation that is not ours.
struct SchemaCheck {
  struct Sample: Encodable {
    /// `dossier`, `persona`, `panel` or `comparison`.
    var schema: String
    /// YAML, of which JSON is a part.
    var text: String
  }

  /// For each sample whether its schema accepts it; nil, with the reason printed, where python3 cannot check.
  static func accepts(_ samples: [Sample]) throws -> [Bool]? {
    let folder = try TemporaryFolder()
    try folder.write(try JSONEncoder().encode(samples), to: "samples.json")
    try folder.write(Data(script.utf8), to: "check.py")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", folder.url.appending(path: "check.py").path, folder.url.appending(path: "samples.json").path,
      repositoryRoot.appending(path: "docs/schemas").path,
    ]
    let output = Pipe()
    process.standardOutput = output
    do { try process.run() } catch {
      print("skipped: python3 is not there (\(error))")
      return nil
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus == 77 {
      print("skipped: python3 has no module jsonschema, or none named yaml")
      return nil
    }
    return try JSONDecoder().decode([Bool].self, from: data)
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
    for name in ["dossier", "persona", "panel", "comparison"]:
        schema = json.load(open(f"{sys.argv[2]}/{name}.schema.json"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[name] = jsonschema.Draft202012Validator(schema)
    def value(sample):
        if sample["schema"] == "comparison": return json.loads(sample["text"])
        return yaml.load(sample["text"], Loader)
    print(json.dumps([validators[s["schema"]].is_valid(value(s)) for s in json.load(open(sys.argv[1]))]))
    """
}
