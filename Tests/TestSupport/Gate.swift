/// Closed until it is opened, and open for good then.
package final class Gate: Sendable {
  private let events = Events<Bool>()

  package init() {}

  package func open() { events.add(true) }

  /// - Throws: `CancellationError`.
  package func wait() async throws { try await events.wait(count: 1) }
}
