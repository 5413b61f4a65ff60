/// Reads the configuration files of AWS's command-line tools just as those do, whose grammar is that of Python's
/// `configparser`:
/// - a line that begins with `#` or `;`, after white space, is a comment; elsewhere these are ordinary characters;
/// - a line that is indented deeper than the `name = value` before it continues that value;
/// - names count without regard to case; neither a section nor a name in it may come twice;
/// - `:` does as well as `=`.
package struct INIParser {
  /// A value while its lines are being gathered.
  private struct Gathered {
    var lines: [(text: String, number: Int)]
    let line: Int
  }

  private static let defaultSection = "DEFAULT"

  private var sections: [(name: String, line: Int, values: [String: Gathered])] = []
  private var defaults: [String: Gathered] = [:]
  /// Where the next value goes: nil before the first header.
  private var current: String?
  private var option: String?
  private var indent = 0

  /// - Throws: `INIError` at the first line that is wrong.
  package static func parse(_ text: String) throws(INIError) -> INIDocument {
    var parser = INIParser()
    for (index, line) in TextLines.split(text).enumerated() {
      try parser.read(line, number: index + 1)
    }
    return try parser.document()
  }

  private mutating func read(_ line: Substring.UnicodeScalarView, number: Int) throws(INIError) {
    let value = TextLines.trim(line)
    if let first = value.unicodeScalars.first, first == "#" || first == ";" { return }
    guard !value.isEmpty else {
      if option != nil { append("", number) }
      return
    }
    let lineIndent = line.prefix { TextLines.isSpace($0) }.count
    if option != nil, lineIndent > indent { return append(value, number) }
    indent = lineIndent
    if value.hasPrefix("["), let end = value.lastIndex(of: "]"), value.index(after: value.startIndex) < end {
      let name = String(value[value.index(after: value.startIndex)..<end])
      return try open(name, number)
    }
    guard let section = current else {
      throw INIError(
        line: number, message: "a section such as [default] was expected before the first setting")
    }
    try set(value, in: section, number)
  }

  private mutating func open(_ name: String, _ number: Int) throws(INIError) {
    if name != Self.defaultSection {
      if let earlier = sections.first(where: { $0.name == name }) {
        throw INIError(line: number, message: "[\(name)] stands in line \(earlier.line) already")
      }
      sections.append((name, number, [:]))
    }
    current = name
    option = nil
  }

  private mutating func set(_ line: String, in section: String, _ number: Int) throws(INIError) {
    guard let delimiter = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
      throw INIError(line: number, message: "'name = value', a section or a comment was expected")
    }
    let name = TextLines.trim(line[..<delimiter].unicodeScalars).lowercased()
    guard !name.isEmpty else { throw INIError(line: number, message: "a name was expected before the '='") }
    let known = section == Self.defaultSection ? defaults : sections[sections.count - 1].values
    if let earlier = known[name] {
      throw INIError(
        line: number, message: "'\(name)' stands in line \(earlier.line) of the same section already")
    }
    option = name
    let text = TextLines.trim(line[line.index(after: delimiter)...].unicodeScalars)
    store(Gathered(lines: [(text, number)], line: number), name)
  }

  private mutating func append(_ text: String, _ number: Int) {
    guard let option else { return }
    let known =
      current == Self.defaultSection ? defaults[option] : sections[sections.count - 1].values[option]
    guard var value = known else { return }
    value.lines.append((text, number))
    store(value, option)
  }

  private mutating func store(_ value: Gathered, _ name: String) {
    if current == Self.defaultSection {
      defaults[name] = value
    } else {
      sections[sections.count - 1].values[name] = value
    }
  }

  private func document() throws(INIError) -> INIDocument {
    var document = INIDocument()
    for section in sections {
      var parsed = INISection(name: section.name, line: section.line)
      for (name, value) in defaults.merging(section.values, uniquingKeysWith: { $1 }) {
        parsed.values[name] = try Self.value(value)
      }
      document.sections.append(parsed)
    }
    return document
  }

  private static func value(_ gathered: Gathered) throws(INIError) -> INIValue {
    var lines = gathered.lines
    while lines.count > 1, lines.last?.text.isEmpty == true { lines.removeLast() }
    guard lines.count > 1, lines[0].text.isEmpty else {
      let text = lines.map(\.text).joined(separator: "\n")
      return INIValue(content: .text(text), line: gathered.line)
    }
    var nested: [String: INIValue] = [:]
    for (line, number) in lines where !line.isEmpty {
      guard let equals = line.firstIndex(of: "=") else {
        throw INIError(line: number, message: "'name = value' was expected in the indented lines")
      }
      let name = TextLines.trim(line[..<equals].unicodeScalars)
      let text = TextLines.trim(line[line.index(after: equals)...].unicodeScalars)
      nested[name] = INIValue(content: .text(text), line: number)
    }
    return INIValue(content: .nested(nested), line: gathered.line)
  }
}
