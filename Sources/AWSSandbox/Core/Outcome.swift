import AWSClient

/// What the caller gets, before the waiting that goes with it.
enum Outcome: Sendable {
  case answer(HTTPResponse, afterMs: Int64)
  case failure(TransportError)
  /// Nothing comes until the caller's time-out.
  case silence
}
