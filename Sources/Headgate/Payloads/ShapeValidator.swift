package import AWSClient

/// Compares a value with a shape, and finds everything that is wrong with it.
///
/// A string with a secret reference in it is not known until it is resolved, so only its references are
/// checked here; the operation validates again what it resolved.
package struct ShapeValidator {
  private let model: ShapeModel
  /// `create-flow's payload`: what the top level is called.
  private let topLevelName: String
  /// The references have been replaced by what they refer to.
  private let isResolved: Bool
  private var violations: [PayloadViolation] = []

  package static func violations(
    of value: JSONValue, in shape: String, own: [String: String] = [:], topLevelName: String,
    isResolved: Bool = false, model: ShapeModel = .shared
  ) -> [PayloadViolation] {
    var validator = ShapeValidator(model: model, topLevelName: topLevelName, isResolved: isResolved)
    guard let root = model.shapes[shape] else { preconditionFailure("the model has no shape \(shape)") }
    if case .structure(let members, let required) = root.form {
      let all = own.isEmpty ? members : members.merging(own) { $1 }
      validator.structure(value, members: all, required: required, path: "")
    } else {
      validator.check(value, root, path: "")
    }
    return validator.violations
  }

  private init(model: ShapeModel, topLevelName: String, isResolved: Bool) {
    self.model = model
    self.topLevelName = topLevelName
    self.isResolved = isResolved
  }

  private mutating func refuse(_ path: String, _ message: String) {
    guard violations.count < PayloadLimits.maxViolations else { return }
    violations.append(PayloadViolation(path: path, message: message))
  }

  private mutating func check(_ value: JSONValue, named name: String, path: String) {
    // Loading the model proved that every name it mentions is there.
    guard let shape = model.shapes[name] else { return }
    check(value, shape, path: path)
  }

  private mutating func check(_ value: JSONValue, _ shape: Shape, path: String) {
    switch (shape.form, value) {
    case (_, .null):
      refuse(path, "is null; expected \(shape.expectation), or leave the member out")
    case (.structure(let members, let required), .object):
      structure(value, members: members, required: required, path: path)
    case (.list(let element, let length), .array(let elements)):
      count(elements.count, in: length, of: "element", path: path)
      for (index, item) in elements.enumerated() { check(item, named: element, path: "\(path)[\(index)]") }
    case (.map(let key, let element, let length), .object(let entries)):
      map(entries, key: key, element: element, length: length, path: path)
    case (.string, .string(let text)): string(text, shape, path: path)
    case (.integer(let range), .integer), (.integer(let range), .number): integer(value, range, path: path)
    case (.boolean, .bool): break
    case (.timestamp, .integer), (.timestamp, .number):
      if !TimestampAdvice.accepts(value) { refuse(path, "is no time of this era; expected Unix seconds") }
    case (.timestamp, .string(let text)): refuse(path, TimestampAdvice.message(for: text))
    default: refuse(path, "is \(value.kindName); expected \(shape.expectation)")
    }
  }

  private mutating func structure(
    _ value: JSONValue, members: [String: String], required: [String], path: String
  ) {
    guard let object = value.object else { return refuse(path, "is \(value.kindName); expected an object") }
    let names = object.keys.sorted()
    for name in names where members[name] == nil {
      let place = path.isEmpty ? topLevelName : path
      refuse(join(path, name), "is not a member of \(place)\(NearestName.hint(name, among: members.keys))")
    }
    for name in required where object[name] == nil {
      let expectation = members[name].flatMap { model.shapes[$0]?.expectation } ?? "a value"
      refuse(join(path, name), "is missing; expected \(expectation)")
    }
    for name in names {
      if let shape = members[name], let member = object[name] {
        check(member, named: shape, path: join(path, name))
      }
    }
  }

  private mutating func map(
    _ entries: [String: JSONValue], key: String, element: String, length: ClosedRange<Int>, path: String
  ) {
    count(entries.count, in: length, of: "entry", path: path)
    for (name, item) in entries.sorted(by: { $0.key < $1.key }) {
      check(.string(name), named: key, path: join(path, name))
      check(item, named: element, path: join(path, name))
    }
  }

  private mutating func string(_ text: String, _ shape: Shape, path: String) {
    if !isResolved && isLeftForLater(text, shape, path: path) { return }
    guard case .string(let length, let pattern, let values) = shape.form else { return }
    let characters = text.unicodeScalars.count
    if !length.contains(characters) { return count(characters, in: length, of: "character", path: path) }
    if !isResolved, Redactor.holdsPassword(url: text) { return refuse(path, Self.passwordInURL) }
    // A secret's value is never quoted.
    var shown: String { shape.isSecret ? "the value" : "'\(Self.quoted(text))'" }
    if !values.isEmpty, !values.contains(text) {
      let near = NearestName.of(text, among: values).map { "; did you mean \($0)?" } ?? ""
      return refuse(path, "\(shown) is none of \(NearestName.listed(values))\(near)")
    }
    if let pattern, !pattern.matches(text) { refuse(path, "\(shown) does not match \(pattern.text)") }
  }

  /// Whether the string holds references, so that its value is known at run time only; or a secret, which it must
  /// not hold in any other way.
  private mutating func isLeftForLater(_ text: String, _ shape: Shape, path: String) -> Bool {
    do {
      let references = try ReferenceText(parsing: text)
      guard references.hasReferences || shape.isSecret else { return false }
      if shape.isSecret && !references.isOnlyReferences { refuse(path, Self.inlineSecret) }
    } catch {
      refuse(path, error.message)
    }
    return true
  }

  private mutating func integer(_ value: JSONValue, _ range: ClosedRange<Int64>, path: String) {
    guard let integer = value.integer else { return refuse(path, "has a fraction; expected an integer") }
    guard !range.contains(integer) else { return }
    if integer < range.lowerBound {
      refuse(path, "is \(integer); expected at least \(range.lowerBound)")
    } else {
      refuse(path, "is \(integer); expected at most \(range.upperBound)")
    }
  }

  private mutating func count(_ count: Int, in length: ClosedRange<Int>, of unit: String, path: String) {
    guard !length.contains(count) else { return }
    let isTooFew = count < length.lowerBound
    let bound = isTooFew ? length.lowerBound : length.upperBound
    refuse(path, "has \(plural(count, unit)); expected at \(isTooFew ? "least" : "most") \(bound)")
  }

  private func plural(_ count: Int, _ unit: String) -> String {
    if count == 1 { return "1 \(unit)" }
    return unit.hasSuffix("y") ? "\(count) \(unit.dropLast())ies" : "\(count) \(unit)s"
  }

  private func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private static let inlineSecret =
    "holds a secret in plain text; write a reference instead, such as "
    + "{{resolve:secretsmanager:NAME:SecretString:KEY}}"

  private static let passwordInURL = "is a URL with a password in it; expected one without"

  private static func quoted(_ text: String) -> String {
    let shown = text.prefix(PayloadLimits.maxQuotedCharacters)
    return shown.count < text.count ? shown + "…" : text
  }
}
