/// What an operation lists, gathered from its pages.
package struct AWSListing: Sendable, Equatable {
  /// In the service's own shape and order.
  package let items: [JSONValue]
  /// False if there are more pages than `AWSLimits.maxPages`.
  package let isComplete: Bool

  package init(items: [JSONValue], isComplete: Bool) {
    self.items = items
    self.isComplete = isComplete
  }
}
