import Foundation
import Testing

@Suite("By hand: plain SQL, the command, a worker and another's AWS")
struct ByHandTests {
  private static let insert = """
    import sqlite3, sys
    db = sqlite3.connect(sys.argv[1])
    with db:
      print(db.execute("INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES (?, ?, ?, ?)",
                       sys.argv[2:]).lastrowid)
    """

  private func insert(_ folder: TestFolder, _ kind: String, _ key: String, _ payload: String) throws -> String
  {
    let command = try folder.start(
      ["python3", "-c", Self.insert, folder.database, "acme", kind, key, payload], program: "/usr/bin/env")
    try #require(command.wait() == .exit(0), "\(command.err)")
    return command.out.trimmingCharacters(in: .newlines)
  }

  /// Looks until the job is as it is wanted, or finished otherwise.
  private func finished(_ folder: TestFolder, _ id: String) throws -> [String: Any] {
    for _ in 0..<2_000 {
      let job = try folder.run("job", id, "--json").object()
      if ["succeeded", "dead", "cancelled"].contains(job["state"] as? String) { return job }
    }
    return try folder.run("job", id, "--json").object()
  }

  @Test("a job that another program inserts while a worker runs is carried out, and SIGTERM ends the worker")
  func plainInsert() throws {
    let aws = try PythonServer("moto_server.py")
    let folder = try TestFolder.withTenant()
    let statement: [String: Any] = [
      "Sid": "Mine", "Effect": "Allow", "Principal": ["AWS": "*"], "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-landing/*",
    ]
    try aws.ask([
      "do": "create-bucket", "bucket": "acme-landing",
      "policy": ["Version": "2012-10-17", "Statement": [statement]],
    ])
    let worker = try folder.start(["work"], environment: aws.environment)
    let role = try finished(folder, insert(folder, "assume-role", "by-hand-1", "{}"))
    #expect(role["state"] as? String == "succeeded", "\(role)")
    #expect((role["result"] as? [String: Any])?["account"] as? String == "123456789012")
    #expect(
      (role["log"] as? [[String: Any]])?.map { $0["event"] as? String } == [
        "enqueued", "claimed", "call", "call", "succeeded",
      ])

    let bucket = try finished(
      folder, insert(folder, "put-bucket-policy", "by-hand-2", "{\"Bucket\":\"acme-landing\"}"))
    #expect(bucket["state"] as? String == "succeeded", "\(bucket)")
    let policy = try #require(
      aws.ask(["do": "bucket-policy", "bucket": "acme-landing"])["policy"] as? [String: Any])
    let statements = try #require(policy["Statement"] as? [[String: Any]])
    #expect(statements.contains { $0["Sid"] as? String == "Mine" }, "other statements stay")
    let ours = try #require(statements.first { ($0["Principal"] as? [String: String])?["Service"] != nil })
    #expect((ours["Principal"] as? [String: String]) == ["Service": "appflow.amazonaws.com"])
    #expect(Set(ours["Action"] as? [String] ?? []).isSuperset(of: ["s3:PutObject", "s3:GetBucketAcl"]))
    #expect(
      Set(ours["Resource"] as? [String] ?? []) == [
        "arn:aws:s3:::acme-landing", "arn:aws:s3:::acme-landing/*",
      ])

    worker.send(SIGTERM)
    #expect(worker.wait() == .exit(0), "\(worker.err)")
    #expect(try folder.rows("SELECT stopped_at IS NOT NULL FROM workers") == ["1"])
    for secret in [aws.environment["AWS_SECRET_ACCESS_KEY"] ?? "", "SessionToken"] {
      #expect(!folder.databaseContains(secret))
      #expect(!worker.out.contains(secret) && !worker.err.contains(secret))
    }
  }
}
