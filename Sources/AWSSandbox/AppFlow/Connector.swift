/// What AppFlow's catalogue says of a connector.
struct Connector: Sendable {
  let type: String
  let name: String
  /// What tells custom connectors apart, which are all of one type.
  var label: String?
  var isSource = true
  var isDestination = false
  var needsProfile = true
  var hasEvents = false
  /// `supportedSchedulingFrequencies`
  var frequencies = ["BYMINUTE", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "ONCE"]
  var authentication: [String: Bool] = [:]

  /// Unique among all connectors, and what they are listed by.
  var key: String { label.map { "\(type)/\($0)" } ?? type }
}
