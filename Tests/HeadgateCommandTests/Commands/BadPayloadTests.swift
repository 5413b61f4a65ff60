import Testing

@Suite("Jobs that are refused at the door")
struct BadPayloadTests {
  private static let secret = "00Dxx0000001gER!AQEAQJ8Secret"
  private static let profile = """
    {"connectorProfileName":"sf","connectorType":"Salesforce","connectionMode":"Public","connectorProfileConfig":\
    {"connectorProfileProperties":{"Salesforce":{"instanceUrl":"https://x.my.salesforce.com"}},\
    "connectorProfileCredentials":{"Salesforce":{"accessToken":"\(secret)"}}}}
    """

  private static let refused: [(kind: String, tenant: String, payload: String, says: [String])] = [
    ("start-flow", "acme", "{\"flowName\":\"accounts\"", ["payload: is not JSON: line 1, column 23"]),
    ("start-flow", "acme", "", ["payload: is not JSON"]),
    ("start-flow", "acme", "[1]", ["payload: is a list; expected an object"]),
    ("start-flow", "acme", "{}", ["flowName: is missing; expected a string"]),
    ("start-flow", "acme", "{\"flowName\":3}", ["flowName: is a number; expected a string"]),
    ("start-flow", "acme", "{\"flowName\":\"-x\"}", ["flowName: '-x' does not match"]),
    ("start-flow", "acme", "{\"flowname\":\"ab\"}", ["flowname: is not a member", "did you mean flowName?"]),
    ("create-flow", "acme", "{\"flowName\":\"ab\"}", ["triggerConfig: is missing", "tasks: is missing"]),
    ("start-flw", "acme", "{\"flowName\":\"ab\"}", ["unknown kind 'start-flw'; expected one of assume-role"]),
    ("start-flow", "acne", "{\"flowName\":\"ab\"}", ["unknown tenant 'acne'; add it first"]),
    ("create-connector-profile", "acme", profile, ["accessToken: holds a secret in plain text"]),
  ]

  @Test("are refused in one sentence, exit code 1, with nothing added", arguments: refused)
  func refusal(kind: String, tenant: String, payload: String, says: [String]) throws {
    let folder = try TestFolder.withTenant()
    let before = try folder.rowCounts()
    let result = try folder.run(
      ["enqueue", kind, "--tenant", tenant, "--key", "k", "--payload", "-"], input: payload)
    #expect(result.exitCode == 1)
    #expect(result.out.isEmpty)
    #expect(result.errLines.count == 1)
    for words in says { #expect(result.err.contains(words)) }
    #expect(try folder.rowCounts() == before)
    #expect(!result.err.contains(Self.secret))
    #expect(!folder.databaseContains(Self.secret))
  }

  @Test("plain SQL meets the same door")
  func plainSQL() throws {
    let folder = try TestFolder.withTenant()
    let before = try folder.rowCounts()
    for (kind, tenant, payload, _) in Self.refused where payload != "{\"flowName\":3}" {
      // What only the service's own rules forbid is found by the worker, before its first call.
      guard !payload.contains("-x"), !payload.contains("flowname") else { continue }
      let script = """
        import sqlite3, sys
        try:
          with sqlite3.connect(sys.argv[1]) as db:
            db.execute("INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES (?, ?, 'k', ?)",
                       sys.argv[2:])
        except sqlite3.IntegrityError as error:
          print(error)
        """
      let command = try folder.start(
        ["python3", "-c", script, folder.database, tenant, kind, payload], program: "/usr/bin/env")
      #expect(command.wait() == .exit(0), "\(command.err)")
      #expect(command.out.hasPrefix("headgate: "), "\(kind) \(payload)")
    }
    #expect(try folder.rowCounts() == before)
    #expect(!folder.databaseContains(Self.secret))
  }

  @Test("the same key with another payload is refused with the difference")
  func usedKey() throws {
    let folder = try TestFolder.withTenant()
    func enqueue(_ kind: String, _ flow: String) throws -> CommandResult {
      try folder.run(
        ["enqueue", kind, "-t", "acme", "-k", "k", "-p", "-"], input: "{\"flowName\":\"\(flow)\"}")
    }
    #expect(try enqueue("start-flow", "accounts").exitCode == 0)
    let before = try folder.rowCounts()
    let payload = try enqueue("start-flow", "contacts")
    #expect(payload.exitCode == 1)
    #expect(payload.err.contains("$.flowName is accounts there and contacts here"))
    let kind = try enqueue("stop-flow", "accounts")
    #expect(kind.exitCode == 1)
    #expect(kind.err.contains("job 1 is a start-flow, not a stop-flow"))
    #expect(try folder.rowCounts() == before)
  }

  private static let badLines: [(line: String, says: String)] = [
    ("{", "is not JSON: column 2"),
    ("[]", "is not a JSON object"),
    (
      "{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"key\":\"c\",\"pyload\":{}}",
      "unknown member 'pyload'; did you mean payload?"
    ),
    ("{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"key\":\"c\"}", "payload is missing or no object"),
    ("{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"payload\":{}}", "key is missing or no text"),
    (
      "{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"key\":\"c\",\"payload\":{\"flowName\":\"x\"}}",
      "flowName: 'x' does not match"
    ),
    (
      "{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"key\":\"c\",\"payload\":{\"flowName\":\"xy\"},\"after\":[\"z\"]}",
      "after names a job that is not there"
    ),
    (
      "{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"key\":\"c\",\"payload\":{\"flowName\":\"xy\"},\"run_at\":\"now\"}",
      "run_at is no whole number"
    ),
    (
      "{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"key\":\"a\",\"payload\":{\"flowName\":\"other\"}}",
      "$.flowName is one there and other here"
    ),
  ]

  @Test("one bad line refuses the whole batch, by file and line", arguments: badLines)
  func badBatch(line: String, says: String) throws {
    let folder = try TestFolder.withTenant()
    let before = try folder.rowCounts()
    let good = ["a": "one", "b": "two"].sorted { $0.key < $1.key }.map {
      "{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"key\":\"\($0.key)\",\"payload\":{\"flowName\":\"\($0.value)\"}}"
    }
    try folder.write((good + ["", line]).joined(separator: "\n"), to: "jobs.jsonl")
    let result = try folder.run("enqueue", "--batch", "jobs.jsonl")
    #expect(result.exitCode == 1)
    #expect(result.out.isEmpty)
    #expect(result.errLines.count == 1)
    #expect(result.err.hasPrefix("headgate: jobs.jsonl:4: "))
    #expect(result.err.contains(says))
    #expect(result.err.hasSuffix("; nothing was added\n"))
    #expect(try folder.rowCounts() == before)
  }

  @Test("files that cannot be read, and jobs to wait for that are not there")
  func others() throws {
    let folder = try TestFolder.withTenant()
    let before = try folder.rowCounts()
    let job = ["enqueue", "start-flow", "-t", "acme", "-k", "k", "--payload"]
    #expect(
      try folder.run(job + ["none.json"]).err
        == "headgate: cannot read none.json: No such file or directory\n")
    #expect(try folder.run(job + ["."]).err == "headgate: cannot read .: Is a directory\n")
    let after = try folder.run(job + ["-", "--after", "9"], input: "{\"flowName\":\"ab\"}")
    #expect(after.err == "headgate: tenant 'acme', key 'k': --after names a job that is not there\n")
    #expect(after.exitCode == 1)
    #expect(try folder.rowCounts() == before)
  }
}
