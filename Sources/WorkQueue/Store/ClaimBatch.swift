/// What a claim found.
package struct ClaimBatch: Sendable {
  package let jobs: [ClaimedJob]
  /// There were at least as many ready jobs as were wanted, so there are probably more.
  package let isFull: Bool
  /// When the next scheduled job is due; nil: none is scheduled.
  package let nextRunAtMs: Int64?
}
