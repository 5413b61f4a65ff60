/// A time zone: its offset from UTC at every moment, from a file of the system's zone database (TZif, RFC 8536).
package struct TimeZoneRules: Sendable, Equatable {
  /// Unix seconds of the changes, in order, and the offset from each on.
  let changes: [Int64]
  let offsets: [Int64]
  /// Before the first change.
  let firstOffset: Int64
  /// After the last change; nil: its offset for ever.
  let rule: PosixZone?

  package static let utc = TimeZoneRules(changes: [], offsets: [], firstOffset: 0, rule: nil)

  /// In whole minutes; no zone has had another offset since 1972.
  package func offsetMinutes(atMs: Int64) -> Int64 {
    let seconds = atMs >= 0 ? atMs / 1_000 : (atMs - 999) / 1_000
    guard let last = changes.last else { return (rule?.offset(at: seconds) ?? firstOffset) / 60 }
    if seconds >= last, let rule { return rule.offset(at: seconds) / 60 }
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return (low == 0 ? firstOffset : offsets[low - 1]) / 60
  }
}
