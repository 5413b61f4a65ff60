import WorkQueue

extension Job {
  /// As the columns of the table are named; `payload` and `result` are JSON within the JSON.
  var json: OrderedJSON {
    [
      "id": id, "tenant": tenant, "kind": kind, "idempotency_key": idempotencyKey, "state": state.rawValue,
      "priority": priority, "run_at": runAtMs, "attempt": attempt, "max_attempts": maxAttempts,
      "resource": resource, "reason": reason, "last_error": lastError, "result": RawJSON(result),
      "payload": RawJSON(payload), "edition": edition, "waits_for": waitsFor, "created_at": createdAtMs,
      "updated_at": updatedAtMs, "finished_at": finishedAtMs, "give_up_at": giveUpAtMs,
      "timeout_ms": timeoutMs,
      "retry": RawJSON(retry), "failures": RawJSON(failures), "key_expires_at": keyExpiresAtMs,
    ]
  }
}

extension LogEntry {
  /// As the columns of the table are named.
  var json: OrderedJSON {
    [
      "id": id, "at": atMs, "job_id": jobId, "tenant": tenant, "event": event, "state": state?.rawValue,
      "attempt": attempt, "detail": RawJSON(detail),
    ]
  }
}
