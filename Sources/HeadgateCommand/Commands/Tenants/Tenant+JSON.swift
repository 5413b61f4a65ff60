import WorkQueue

extension Tenant {
  /// As the columns of the table are named.
  var json: OrderedJSON {
    [
      "name": name, "role_arn": roleARN, "external_id": externalId, "region": region, "mode": mode.rawValue,
      "max_running": maxRunning, "weight": weight, "paused_at": pausedAtMs,
    ]
  }
}
