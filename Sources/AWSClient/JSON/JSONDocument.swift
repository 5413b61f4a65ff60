/// A text that is JSON, and the tree of its values.
package struct JSONDocument: Sendable {
  package let bytes: [UInt8]
  package let root: JSONNode

  /// Strict: RFC 8259, no name twice in one object, no number that a Double cannot hold.
  package init(parsing text: String) throws(JSONSyntaxError) { try self.init(parsing: Array(text.utf8)) }

  /// - Parameter bytes: UTF-8.
  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    self.bytes = bytes
    var parser = JSONParser(bytes, maxBytes: AWSLimits.maxJSONTextBytes)
    root = try parser.document()
  }

  package var value: JSONValue { root.value }

  /// The text with some ranges replaced. `edits` must be in order and must not overlap.
  package func text(replacing edits: [(range: Range<Int>, replacement: String)]) -> [UInt8] {
    guard !edits.isEmpty else { return bytes }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.replacement.utf8.count })
    var position = 0
    for edit in edits {
      precondition(edit.range.lowerBound >= position, "edits overlap")
      output.append(contentsOf: bytes[position..<edit.range.lowerBound])
      output.append(contentsOf: edit.replacement.utf8)
      position = edit.range.upperBound
    }
    output.append(contentsOf: bytes[position...])
    return output
  }
}
