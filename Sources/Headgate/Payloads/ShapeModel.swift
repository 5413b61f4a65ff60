import AWSClient

/// The shapes of the requests that we send, by name, and the shape of each kind's payload.
package struct ShapeModel: Sendable {
  package private(set) var shapes: [String: Shape] = [:]
  package private(set) var kinds: [String: PayloadShape] = [:]

  package struct PayloadShape: Sendable {
    package let shape: String
    /// Top-level members that are Headgate's and never sent, with their shapes.
    package let own: [String: String]
    /// The names of `own`.
    package let ownNames: Set<String>

    init(shape: String, own: [String: String]) {
      self.shape = shape
      self.own = own
      ownNames = Set(own.keys)
    }
  }

  package enum LoadError: Error {
    case malformed(String)
    case unknownShape(String)
  }

  /// - Parameter sources: JSON texts, `{"kinds": {…}, "shapes": {…}}` each; a later one adds to those before.
  package init(sources: [String]) throws {
    for source in sources {
      let document = try JSONDocument(parsing: source).value
      for (name, description) in document["shapes"]?.object ?? [:] {
        shapes[name] = try Self.shape(name, description)
      }
      for (kind, description) in document["kinds"]?.object ?? [:] {
        // A kind without a shape adds own members to the one that an earlier source describes.
        let shape = description["shape"]?.string ?? kinds[kind]?.shape
        guard let shape else { throw LoadError.malformed(kind) }
        kinds[kind] = PayloadShape(shape: shape, own: Self.names(description["own"]))
      }
    }
    try checkReferences()
  }

  /// Amazon AppFlow's model, and the shapes that are written by hand.
  package static let shared: ShapeModel = {
    do {
      return try ShapeModel(sources: [AppFlowModel.json, HandwrittenModel.json])
    } catch {
      // The sources are part of the program, and every test run loads them.
      preconditionFailure("the embedded service model does not load: \(error)")
    }
  }()

  /// Every name of a member that holds a secret, in any request.
  package var secretMembers: Set<String> {
    var names: Set<String> = []
    for case .structure(let members, _) in shapes.values.map(\.form) {
      for (member, shape) in members where shapes[shape]?.isSecret == true { names.insert(member) }
    }
    return names
  }

  private static func shape(_ name: String, _ description: JSONValue) throws -> Shape {
    let lower = description["min"]?.integer ?? 0
    let upper = description["max"]?.integer
    let length = Int(lower)...Int(upper ?? Int64(Int.max))
    let form: Shape.Form
    switch (description["type"]?.string, description["member"]?.string, description["value"]?.string) {
    case ("structure", _, _):
      form = .structure(
        members: names(description["members"]),
        required: (description["required"]?.array ?? []).compactMap(\.string))
    case ("list", let element?, _): form = .list(element: element, length: length)
    case ("map", _, let value?):
      form = .map(key: description["key"]?.string ?? "", value: value, length: length)
    case ("string", _, _):
      form = .string(
        length: length, pattern: description["pattern"]?.string.map(ConstraintPattern.init),
        values: (description["enum"]?.array ?? []).compactMap(\.string))
    case ("integer", _, _):
      form = .integer((description["min"]?.integer ?? .min)...(upper ?? .max))
    case ("boolean", _, _): form = .boolean
    case ("timestamp", _, _): form = .timestamp
    default: throw LoadError.malformed(name)
    }
    return Shape(form: form, isSecret: description["secret"]?.bool ?? false)
  }

  private static func names(_ value: JSONValue?) -> [String: String] {
    (value?.object ?? [:]).compactMapValues(\.string)
  }

  private func checkReferences() throws {
    var references = kinds.values.flatMap { [$0.shape] + $0.own.values }
    for shape in shapes.values {
      switch shape.form {
      case .structure(let members, _): references += members.values
      case .list(let element, _): references.append(element)
      case .map(let key, let value, _): references += [key, value]
      case .string, .integer, .boolean, .timestamp: break
      }
    }
    for reference in references where shapes[reference] == nil { throw LoadError.unknownShape(reference) }
  }
}
