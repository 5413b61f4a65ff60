package import WorkQueue

extension PlannedJob {
  /// The job as the queue takes it.
  package var newJob: NewJob {
    NewJob(
      tenant: tenant, kind: kind, idempotencyKey: idempotencyKey, payload: payload,
      dependsOn: after.map { .key($0) })
  }
}

extension TenantSettings {
  /// The tenant as the queue keeps it.
  package var tenant: Tenant {
    let usual = Tenant(name: name)
    return Tenant(
      name: name, roleARN: roleARN.text, externalId: externalID, region: region, mode: mode,
      maxRunning: maxRunning ?? usual.maxRunning)
  }
}
