import AWSClient
public import FoundationEssentials

/// One thing of a catalog, with the members that AWS gives it, named as in AWS's API reference.
public struct CatalogItem: Sendable, Hashable {
  private let value: JSONValue

  init(_ value: JSONValue) { self.value = value }

  /// The members as AWS returned them: compact JSON, sorted by name.
  public var json: String { value.text() }

  /// A text, or nil: `item.text("lastRunExecutionDetails", "mostRecentExecutionStatus")`.
  public func text(_ path: String...) -> String? { member(path)?.string }

  /// A list of texts; empty if there is none.
  public func texts(_ path: String...) -> [String] { (member(path)?.array ?? []).compactMap(\.string) }

  /// A whole number, or nil.
  public func integer(_ path: String...) -> Int64? { member(path)?.integer }

  /// True or false, or nil.
  public func flag(_ path: String...) -> Bool? { member(path)?.bool }

  /// A moment, which AppFlow writes in seconds since 1970 and S3 as ISO 8601; or nil.
  public func date(_ path: String...) -> Date? {
    switch member(path) {
    case .integer(let seconds): Date(timeIntervalSince1970: Double(seconds))
    case .number(let seconds): Date(timeIntervalSince1970: seconds)
    case .string(let text):
      (try? Date(text, strategy: .iso8601))
        ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    default: nil
    }
  }

  /// The names of an object's members, sorted; empty if it has none.
  public func names(_ path: String...) -> [String] { (member(path)?.object ?? [:]).keys.sorted() }

  private func member(_ path: [String]) -> JSONValue? {
    path.reduce(Optional(value)) { value, name in value?[name] }
  }
}
