/// Why some bytes are not the XML that a service sends.
package struct XMLError: Error, Sendable, Equatable {
  package let message: String
  /// Where in the document reading ended.
  package let byteOffset: Int
}
