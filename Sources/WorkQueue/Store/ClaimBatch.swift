/// What a claim found.
package struct ClaimBatch: Sendable {
  package let jobs: [ClaimedJob]
  /// When the next scheduled job is due; nil: none is scheduled.
  package let nextRunAtMs: Int64?
}
