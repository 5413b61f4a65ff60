/// Puts a template together from its files, and collects what is wrong with them.
struct TemplateReader {
  private(set) var settings = TemplateSettings()
  private(set) var steps: [TemplateStep] = []
  private(set) var problems: [OnboardingProblem] = []

  private struct File {
    let file: String
    let step: String
    let kind: String
    let text: TemplateText
  }

  mutating func read(_ files: [(name: String, text: String)]) {
    var payloads: [File] = []
    for (name, text) in files.sorted(by: { $0.name < $1.name }) {
      if name == TemplateSettings.file {
        let (settings, violations) = TemplateSettings.read(text)
        self.settings = settings
        for violation in violations { refuse(name, field: violation.path, violation.message) }
      } else if let file = payload(name, text) {
        payloads.append(file)
      }
    }
    guard problems.isEmpty else { return }
    guard (1...OnboardingLimits.maxTemplateSteps).contains(payloads.count) else {
      return refuse(
        "template",
        "has \(payloads.count) payloads; expected 1 to \(OnboardingLimits.maxTemplateSteps) files NN-KIND.json"
      )
    }
    assemble(payloads)
  }

  private mutating func payload(_ file: String, _ text: String) -> File? {
    let digits = file.prefix { $0.isASCII && $0.isNumber }
    let rest = file.dropFirst(digits.count)
    guard !digits.isEmpty, rest.hasPrefix("-"), rest.hasSuffix(".json"), rest.count > 6 else {
      refuse(file, "is not named NN-KIND.json, such as 04-create-flow.json")
      return nil
    }
    let step = String(rest.dropFirst().dropLast(5))
    let kind = String(step.prefix { $0 != "." })
    guard KindCatalog[kind] != nil else {
      refuse(
        file, "'\(kind)' is not a kind of job\(NearestName.hint(kind, among: KindCatalog.all.map(\.kind)))")
      return nil
    }
    do {
      return File(file: file, step: step, kind: kind, text: try TemplateText(parsing: text))
    } catch {
      problems.append(OnboardingProblem(file: file, line: error.line, message: error.message))
      return nil
    }
  }

  private mutating func assemble(_ payloads: [File]) {
    let names = payloads.map(\.step)
    for (index, payload) in payloads.enumerated() where names[..<index].contains(payload.step) {
      refuse(
        payload.file,
        "is a second '\(payload.step)'; name it \(payload.step).LABEL, as in 05-\(payload.step).contacts.json"
      )
    }
    var after: [String: [String]] = [:]
    for payload in payloads {
      after[payload.step] =
        settings.steps[payload.step]?.after
        ?? StepOrder.defaultPredecessors(of: payload.kind, among: payloads.map { ($0.step, $0.kind) })
    }
    checkSettings(names)
    let order = StepOrder.sorted(names, after: after)
    guard problems.isEmpty else { return }
    guard order.circular.isEmpty else {
      return refuse(
        TemplateSettings.file,
        "the steps \(order.circular.joined(separator: ", ")) wait for each other; break the circle in 'after'"
      )
    }
    let byName = Dictionary(uniqueKeysWithValues: payloads.map { ($0.step, $0) })
    steps = order.sorted.compactMap { byName[$0] }.map {
      TemplateStep(
        name: $0.step, kind: $0.kind, file: $0.file, after: after[$0.step] ?? [],
        keySuffix: settings.steps[$0.step]?.keySuffix, text: $0.text)
    }
  }

  private mutating func checkSettings(_ names: [String]) {
    for (step, setting) in settings.steps.sorted(by: { $0.key < $1.key }) {
      if !names.contains(step) {
        refuse(
          TemplateSettings.file, field: "steps.\(step)",
          "is not a step\(NearestName.hint(step, among: names))")
      }
      for name in setting.after ?? [] where !names.contains(name) {
        refuse(
          TemplateSettings.file, field: "steps.\(step).after",
          "'\(name)' is not a step\(NearestName.hint(name, among: names))")
      }
    }
  }

  private mutating func refuse(_ file: String, field: String? = nil, _ message: String) {
    problems.append(
      OnboardingProblem(file: file, field: field?.isEmpty == true ? nil : field, message: message))
  }
}
