import AWSClient
import FoundationEssentials

extension Template {
  /// Reads a template's directory.
  package static func load(directory path: String) throws(OnboardingError) -> Template {
    let manager = FileManager.default
    let names: [String]
    do {
      names = try manager.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }.sorted()
    } catch {
      throw OnboardingError([
        OnboardingProblem(file: path, message: "cannot be read; expected a directory of NN-KIND.json files")
      ])
    }
    var files: [(name: String, text: String)] = []
    var problems: [OnboardingProblem] = []
    for name in names {
      guard let data = manager.contents(atPath: "\(path)/\(name)"), data.count <= AWSLimits.maxJSONTextBytes,
        let text = String(validating: data, as: UTF8.self)
      else {
        problems.append(
          OnboardingProblem(
            file: name,
            message: "cannot be read; expected UTF-8 text of at most \(AWSLimits.maxJSONTextBytes) bytes"))
        continue
      }
      files.append((name, text))
    }
    guard problems.isEmpty else { throw OnboardingError(problems) }
    let directory = path.split(separator: "/").last { $0 != "." && $0 != ".." }
    return try Template(name: directory.map(String.init) ?? "template", files: files)
  }
}
