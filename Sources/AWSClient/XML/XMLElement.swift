/// An element of an XML answer (STS and S3 speak XML). Attributes and namespaces carry nothing that we read.
package struct XMLElement: Sendable, Equatable {
  /// Without the namespace's prefix.
  package let name: String
  /// The element's own text, entities resolved; white space is kept.
  package internal(set) var text: String
  package internal(set) var children: [XMLElement]

  package init(name: String, text: String = "", children: [XMLElement] = []) {
    self.name = name
    self.text = text
    self.children = children
  }

  /// The first child of that name, at each step of the path.
  package subscript(path: String...) -> XMLElement? {
    var element = self
    for name in path {
      guard let child = element.children.first(where: { $0.name == name }) else { return nil }
      element = child
    }
    return element
  }

  /// The first element of that name, this one or one below it, in the document's order.
  package func first(named wanted: String) -> XMLElement? {
    if name == wanted { return self }
    for child in children {
      if let found = child.first(named: wanted) { return found }
    }
    return nil
  }
}
