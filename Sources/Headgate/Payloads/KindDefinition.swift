package import AWSClient

/// What the queue has to know about a kind: which resource its jobs concern, and which members they need.
package struct KindDefinition: Sendable, Hashable {
  package let kind: String
  /// `flow/`, to which the resource field's value is appended; the whole resource if there is no field.
  package let resourcePrefix: String
  /// The path of the member that names the resource, as SQLite's JSON functions write it: `$.flowName`.
  package let resourceField: String?
  /// Top-level members that a payload must have.
  package let requiredFields: [String]

  /// The top-level member that names the resource: `flowName`.
  package var resourceMember: String? { resourceField.map { String($0.dropFirst(2)) } }

  /// `flow/accounts`, or nil if the payload does not name its resource.
  package func resource(of payload: JSONValue) -> String? {
    guard let resourceMember else { return resourcePrefix }
    guard let name = payload[resourceMember]?.string, !name.isEmpty else { return nil }
    return resourcePrefix + name
  }
}
