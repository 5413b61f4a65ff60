import Testing

@Suite("enqueue, status, jobs, job and log")
struct JobCommandTests {
  private static let jobKeys = [
    "id", "tenant", "kind", "idempotency_key", "state", "priority", "run_at", "attempt", "max_attempts",
    "resource", "reason", "last_error", "result", "payload", "edition", "waits_for", "created_at",
    "updated_at",
    "finished_at", "give_up_at", "timeout_ms", "retry", "failures", "key_expires_at",
  ]
  private static let logKeys = ["id", "at", "job_id", "tenant", "event", "state", "attempt", "detail"]

  private func enqueue(_ folder: TestFolder, key: String, flow: String, _ more: String...) throws
    -> CommandResult
  {
    try folder.run(
      ["enqueue", "start-flow", "--tenant", "acme", "--key", key, "--payload", "-"] + more,
      input: "{\"flowName\":\"\(flow)\"}")
  }

  @Test("enqueue prints the id, and the same id for the same job")
  func enqueueTwice() throws {
    let folder = try TestFolder.withTenant()
    let first = try enqueue(folder, key: "one", flow: "accounts")
    #expect(first.exitCode == 0)
    #expect(first.out == "1\n")
    #expect(first.err.isEmpty)
    let again = try enqueue(folder, key: "one", flow: "accounts")
    #expect(again.exitCode == 0)
    #expect(again.out == "1\n")
    #expect(again.err == "the job was there already\n")
    #expect(
      try enqueue(folder, key: "one", flow: "accounts", "--json").out == "{\"id\":1,\"created\":false}\n")
    #expect(
      try enqueue(folder, key: "two", flow: "contacts", "--json").out == "{\"id\":2,\"created\":true}\n")
    #expect(try folder.rowCounts()["jobs"] == 2)
  }

  @Test("enqueue takes when, how urgent, how often and after what")
  func enqueueOptions() throws {
    let folder = try TestFolder.withTenant()
    _ = try enqueue(folder, key: "one", flow: "accounts")
    _ = try enqueue(
      folder, key: "two", flow: "contacts", "--after", "1", "--priority", "7", "--max-attempts", "3")
    _ = try enqueue(folder, key: "three", flow: "leads", "--run-at", "2099-01-01T00:00:00Z")
    let jobs = try folder.run("jobs", "--json").objects()
    #expect(jobs.map { $0["state"] as? String } == ["ready", "blocked", "scheduled"])
    #expect(jobs[1]["priority"] as? Int == 7)
    #expect(jobs[1]["max_attempts"] as? Int == 3)
    #expect(jobs[1]["waits_for"] as? Int == 1)
    #expect(jobs[2]["run_at"] as? Int64 == 4_070_908_800_000)
  }

  @Test("a batch is enqueued whole, in its order, and once")
  func batch() throws {
    let folder = try TestFolder.withTenant()
    let lines = """
      {"tenant":"acme","kind":"create-flow","key":"a","payload":{"flowName":"accounts","triggerConfig":\
      {"triggerType":"OnDemand"},"sourceFlowConfig":{"connectorType":"S3","sourceConnectorProperties":\
      {"S3":{"bucketName":"abc"}}},"destinationFlowConfigList":[],"tasks":[]}}

      {"tenant":"acme","kind":"start-flow","key":"b","payload":{"flowName":"accounts"},"after":["a"],"priority":2}
      {"tenant":"acme","kind":"start-flow","key":"c","payload":{"flowName":"leads"},"run_at":4070908800000,\
      "max_attempts":2}
      """
    let first = try folder.run(["enqueue", "--batch", "-"], input: lines)
    #expect(first.out == "3 added, 0 there already\n", "\(first.err)")
    #expect(first.exitCode == 0)
    let again = try folder.run(["enqueue", "--json", "--batch", "-"], input: lines)
    #expect(
      again.out
        == "{\"id\":1,\"created\":false}\n{\"id\":2,\"created\":false}\n{\"id\":3,\"created\":false}\n")
    #expect(try folder.rows("SELECT state FROM jobs") == ["ready", "blocked", "scheduled"])
  }

  @Test("a payload is kept to the byte")
  func verbatim() throws {
    let folder = try TestFolder.withTenant()
    let payload = "{ \"flowName\" : \"acc\\u006Funts\" }"
    try folder.succeed(
      "enqueue", "start-flow", "-t", "acme", "-k", "1", "-p", "-", input: payload)
    #expect(try folder.rows("SELECT payload FROM jobs") == [payload])
  }

  @Test("status counts by state, kind and tenant")
  func status() throws {
    let folder = try TestFolder.withTenant()
    #expect(try folder.run("status").out == "all      no jobs\nworkers  none is alive\n")
    _ = try enqueue(folder, key: "one", flow: "accounts")
    let plain = try folder.run("status")
    #expect(plain.out.contains("all           1 ready\n"))
    #expect(!plain.out.contains(" \n"), "no line ends with a space")
    let json = try folder.run("status", "--json")
    #expect(
      json.keys() == [
        "states", "kinds", "tenants", "oldest_ready_age_ms", "paused_at", "log_bytes", "readers", "writer",
        "workers",
      ])
    let states = try #require(try json.object()["states"] as? [String: Int])
    #expect(
      states == [
        "ready": 1, "running": 0, "scheduled": 0, "blocked": 0, "dead": 0, "succeeded": 0, "cancelled": 0,
      ])
  }

  @Test("jobs lists by every condition, and says so when there are none")
  func jobs() throws {
    let folder = try TestFolder.withTenant()
    let none = try folder.run("jobs")
    #expect(none.exitCode == 0)
    #expect(none.out.isEmpty)
    #expect(none.err == "no such jobs\n")
    for number in 1...3 { _ = try enqueue(folder, key: "\(number)", flow: "flow\(number)") }
    let list = try folder.run("jobs")
    #expect(
      list.outLines[0].split(separator: " ") == [
        "ID", "STATE", "TENANT", "KIND", "RESOURCE", "TRY", "CHANGED", "REASON",
      ])
    #expect(list.outLines.count == 4)
    #expect(try folder.run("jobs", "--limit", "2", "--json").objects().map { $0["id"] as? Int } == [2, 3])
    #expect(try folder.run("jobs", "--state", "dead", "--json").out.isEmpty)
    #expect(
      try folder.run("jobs", "--tenant", "acme", "--kind", "start-flow", "--since", "1h").outLines.count == 4)
    #expect(try folder.run("jobs", "--since", "2099-01-01", "--json").out.isEmpty)
    #expect(try folder.run("jobs", "--json").keys() == Self.jobKeys)
  }

  @Test("job shows the row with its log, as JSON with the payload as an object")
  func job() throws {
    let folder = try TestFolder.withTenant()
    _ = try enqueue(folder, key: "one", flow: "accounts")
    let plain = try folder.run("job", "1")
    #expect(plain.out.hasPrefix("job       1\nstate     ready\ntenant    acme\nkind      start-flow\n"))
    let json = try folder.run("job", "1", "--json")
    #expect(json.keys() == Self.jobKeys + ["log"])
    let object = try json.object()
    #expect((object["payload"] as? [String: String]) == ["flowName": "accounts"])
    let log = try #require(object["log"] as? [[String: Any]])
    #expect(log.map { $0["event"] as? String } == ["enqueued"])
    let missing = try folder.run("job", "9")
    #expect(missing.exitCode == 1)
    #expect(missing.err == "headgate: there is no job 9\n`headgate jobs` lists them\n")
  }

  @Test("log shows what happened, of one job or tenant")
  func log() throws {
    let folder = try TestFolder.withTenant()
    _ = try enqueue(folder, key: "one", flow: "accounts")
    _ = try enqueue(folder, key: "two", flow: "contacts")
    let plain = try folder.run("log")
    #expect(plain.outLines[0].split(separator: " ") == ["AT", "JOB", "TENANT", "EVENT", "TRY", "DETAIL"])
    #expect(plain.outLines.count == 3)
    let json = try folder.run("log", "--job", "2", "--json")
    #expect(json.keys() == Self.logKeys)
    #expect(try json.object()["job_id"] as? Int == 2)
    let none = try folder.run("log", "--job", "9")
    #expect(none.exitCode == 0)
    #expect(none.out.isEmpty)
    #expect(none.err == "the log has nothing of that\n")
  }

  @Test("output that goes to a file has no escape codes, and terminals are not obeyed from within the data")
  func harmlessOutput() throws {
    let folder = try TestFolder.withTenant()
    try folder.succeed(
      "enqueue", "start-flow", "-t", "acme", "-k", "key\u{1B}[2J\u{202E}", "-p", "-",
      input: "{\"flowName\":\"accounts\"}")
    for command in [["job", "1"], ["log"], ["jobs", "--json"], ["job", "1", "--json"]] {
      let out = try folder.run(command).out
      #expect(!out.unicodeScalars.contains("\u{1B}"), "\(command)")
    }
    #expect(try folder.run("job", "1").out.contains("key\\u{1B}[2J\\u{202E}"))
  }
}
