extension SandboxState {
  /// One run of a flow. Its status follows from the time, so nothing has to tick.
  package struct Execution: Codable, Sendable, Equatable {
    package var id: String
    package var startedAtMs: Int64
    package var endsAtMs: Int64
    package var cancelledAtMs: Int64?

    /// How long a run that is being cancelled stays in `CancelStarted`.
    private static let cancelMs: Int64 = 500

    package func status(atMs now: Int64) -> String {
      guard let cancelledAtMs else { return now < endsAtMs ? "InProgress" : "Successful" }
      return now < cancelledAtMs + Self.cancelMs ? "CancelStarted" : "Canceled"
    }

    func isInProgress(atMs now: Int64) -> Bool {
      let status = status(atMs: now)
      return status == "InProgress" || status == "CancelStarted"
    }

    func updatedAtMs(atMs now: Int64) -> Int64 {
      if let cancelledAtMs { min(now, cancelledAtMs + Self.cancelMs) } else { min(now, endsAtMs) }
    }
  }
}
