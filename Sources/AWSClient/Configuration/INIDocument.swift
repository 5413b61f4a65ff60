/// A parsed configuration file of AWS's command-line tools.
package struct INIDocument: Sendable, Equatable {
  /// In the file's order, `[DEFAULT]` not among them: what it holds stands in every section.
  package var sections: [INISection] = []

  package subscript(name: String) -> INISection? { sections.first { $0.name == name } }
}
