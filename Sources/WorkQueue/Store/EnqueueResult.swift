/// What came of tenants and jobs that were written together.
package struct EnqueueResult: Sendable {
  package let tenants: [TenantChange]
  package let jobs: [Enqueued]

  package init(tenants: [TenantChange], jobs: [Enqueued]) {
    self.tenants = tenants
    self.jobs = jobs
  }
}
