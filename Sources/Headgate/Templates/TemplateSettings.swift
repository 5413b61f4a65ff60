import AWSClient

/// What `template.json` says.
struct TemplateSettings {
  struct Step {
    var after: [String]?
    var keySuffix: String?
  }

  static let file = "template.json"

  var name: String?
  var description: String?
  var steps: [String: Step] = [:]

  /// - Returns: the settings, and what is wrong with them.
  static func read(_ text: String) -> (TemplateSettings, [PayloadViolation]) {
    let value: JSONValue
    do {
      value = try JSONDocument(parsing: text).value
    } catch {
      return (
        TemplateSettings(), [PayloadViolation(path: "", message: "is not JSON: \(error)")]
      )
    }
    let violations = ShapeValidator.violations(
      of: value, in: "TemplateSettings", topLevelName: file, model: model)
    var settings = TemplateSettings()
    settings.name = value["name"]?.string
    settings.description = value["description"]?.string
    for (name, step) in value["steps"]?.object ?? [:] {
      settings.steps[name] = Step(
        after: step["after"]?.array?.compactMap(\.string), keySuffix: step["keySuffix"]?.string)
    }
    return (settings, violations)
  }

  private static let model: ShapeModel = {
    do {
      return try ShapeModel(sources: [
        ##"""
        {"shapes":{
        "TemplateSettings":{"type":"structure","members":{"name":"Name","description":"Text","steps":"Steps"}},
        "Steps":{"type":"map","key":"Name","value":"Step"},
        "Step":{"type":"structure","members":{"after":"Names","keySuffix":"Name"}},
        "Names":{"type":"list","member":"Name","max":100},
        "Name":{"type":"string","min":1,"max":64,"pattern":"[A-Za-z0-9][A-Za-z0-9._-]*"},
        "Text":{"type":"string","max":1024}}}
        """##
      ])
    } catch {
      // A constant, which the tests load.
      preconditionFailure("the shapes of template.json do not load: \(error)")
    }
  }()
}
