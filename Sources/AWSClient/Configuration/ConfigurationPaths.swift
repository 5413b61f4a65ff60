import FoundationEssentials

/// Where AWS's tools look for their two files.
package struct ConfigurationPaths: Sendable, Equatable {
  package let config: String
  package let credentials: String
  package let home: String

  package init(environment: [String: String]) {
    let named = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
    home = named ?? FileManager.default.homeDirectoryForCurrentUser.path
    config = Self.expand(environment["AWS_CONFIG_FILE"] ?? "~/.aws/config", environment, home: home)
    credentials = Self.expand(
      environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials", environment, home: home)
  }

  /// `$NAME` and `${NAME}` by their values, where they have one, then `~` by the home directory.
  static func expand(_ path: String, _ environment: [String: String], home: String) -> String {
    var expanded = ""
    var rest = path[...]
    while let dollar = rest.firstIndex(of: "$") {
      expanded += rest[..<dollar]
      rest = rest[dollar...]
      let (name, length) = variable(rest.dropFirst())
      if let name, let value = environment[String(name)] {
        expanded += value
      } else {
        expanded += rest.prefix(length + 1)
      }
      rest = rest.dropFirst(length + 1)
    }
    expanded += rest
    return expanded == "~" || expanded.hasPrefix("~/") ? home + expanded.dropFirst() : expanded
  }

  /// The name at the beginning of the text, and how many characters it takes with its braces.
  private static func variable(_ text: Substring) -> (name: Substring?, length: Int) {
    if text.hasPrefix("{") {
      guard let end = text.firstIndex(of: "}") else { return (nil, 0) }
      let name = text[text.index(after: text.startIndex)..<end]
      return (name, name.count + 2)
    }
    let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    return (name.isEmpty ? nil : name, name.count)
  }

  /// The path as a person would write it: `~/.aws/config`.
  package func short(_ path: String) -> String {
    path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
  }
}
