/// The order in which the jobs of a large batch are written.
///
/// In a queue with many jobs each tenant has pages of its own in every index. Where the jobs of a hundred tenants come in
/// turn, a transaction writes all of these pages; where a tenant's jobs come together, it writes a few, and so does each
/// claim, since they lie together in the table as well. Nothing but the order within a tenant means anything: resources
/// and the keys that a job may depend on are a tenant's own.
enum BatchOrder {
  /// Places in the batch, a tenant's together, tenants in the order in which they first come. The last tenant's jobs need
  /// not wait for all of a batch: it goes in pieces of 10,000.
  static func places(of jobs: [NewJob]) -> [Int] {
    stride(from: 0, to: jobs.count, by: QueueLimits.maxEnqueuedTogether).flatMap { start in
      byTenant(jobs, start..<min(start + QueueLimits.maxEnqueuedTogether, jobs.count))
    }
  }

  private static func byTenant(_ jobs: [NewJob], _ window: Range<Int>) -> [Int] {
    var tenants: [String: Int] = [:]
    var places: [[Int]] = []
    for place in window {
      let tenant = tenants[jobs[place].tenant] ?? places.count
      if tenant == places.count {
        tenants[jobs[place].tenant] = tenant
        places.append([])
      }
      places[tenant].append(place)
    }
    return places.flatMap(\.self)
  }
}
