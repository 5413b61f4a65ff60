/// Why there is no complete answer.
package struct TransportError: Error, Sendable, Equatable {
  package enum Reason: String, Sendable, CaseIterable {
    case couldNotResolve, couldNotConnect, tlsFailed, timedOut, connectionLost, truncated, cancelled
    case tooLarge, overloaded, invalidRequest
  }

  package let reason: Reason
  /// One clause without a secret: `could not connect to 127.0.0.1 port 9`.
  package let message: String
  /// False only where it is certain that no byte of the request reached the server.
  package let mayHaveBeenProcessed: Bool

  package init(_ reason: Reason, _ message: String, mayHaveBeenProcessed: Bool) {
    self.reason = reason
    self.message = message
    self.mayHaveBeenProcessed = mayHaveBeenProcessed
  }
}
