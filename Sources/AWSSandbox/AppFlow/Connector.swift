/// What AppFlow's catalogue says of a connector.
struct Connector: Sendable {
  let type: String
  let name: String
  let isSource: Bool
  let isDestination: Bool
  let needsProfile: Bool
  let hasEvents: Bool
}
