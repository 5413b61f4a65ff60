import Foundation
import TestSupport
import Testing
import WorkQueue

/// Another language and another build of SQLite: nothing but the file and schema.sql's promises.
@Suite("A foreign program", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
struct ForeignProgramTests {
  static let script = """
    import json, sqlite3, sys
    db = sqlite3.connect(sys.argv[1], isolation_level=None)
    insert = 'INSERT INTO jobs (tenant, kind, idempotency_key, payload, depends_on) VALUES (?, ?, ?, ?, ?)'
    said = []
    def attempt(*values, sql=insert):
        try:
            said.append(db.execute(sql, values).rowcount)
        except sqlite3.Error as error:
            said.append(type(error).__name__ + ': ' + str(error))
    attempt('acme', 'free', 'a', '{"n": 1}', None)
    attempt('acme', 'free', 'a', '{"n":1}', None)
    attempt('acme', 'free', 'a', '{"n":2}', None)
    attempt('acme', 'ordered', 'b', '{"at": "x"}', '["a"]')
    attempt('nobody', 'free', 'c', '{}', None)
    attempt('acme', 'free', 'd', json.dumps({'p\\u0061ssword': 'x'}), None)
    attempt('acme', 'free', 'e', '{}', '["missing"]')
    attempt(sql="UPDATE jobs SET state = 'succeeded', finished_at = 1 WHERE id = 1")
    attempt(sql='DELETE FROM work_log')
    said.append([list(row) for row in db.execute('SELECT id, state, resource FROM jobs ORDER BY id')])
    print(json.dumps(said))
    """

  @Test("in Python meets the same rules, and its jobs are the queue's own")
  func python() async throws {
    let it = try SchemaHarness()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", Self.script, it.database.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let said = try #require(try JSONSerialization.jsonObject(with: data) as? [Any])
    #expect(said[0] as? Int == 1)
    #expect(said[1] as? Int == 0, "the same job again: no row, no error")
    #expect((said[2] as? String)?.contains("IntegrityError: headgate: this tenant used") == true)
    #expect(said[3] as? Int == 1)
    #expect((said[4] as? String)?.contains("unknown tenant") == true)
    #expect((said[5] as? String)?.contains("secret in plain text") == true)
    #expect((said[6] as? String)?.contains("depends_on names a job") == true)
    #expect((said[7] as? String)?.contains("state cannot change like this") == true)
    #expect((said[8] as? String)?.contains("append-only") == true)
    let jobs = said[9] as? [[Any]]
    #expect(jobs?.map { $0[1] as? String } == ["ready", "blocked"])
    #expect(jobs?.map { $0[2] as? String } == [nil, "at/x"])
    try await Invariants.check(it.database.path)
  }
}
