import Foundation
import Glibc
import Testing

@Suite("A crash")
struct CrashTests {
  @Test("writes nothing of the memory: no core, no report with what the registers point to")
  func quiet() throws {
    let aws = try PythonServer("appflow_server.py", "1", "0")
    let folder = try TestFolder.withTenant()
    try folder.succeed(
      "enqueue", "assume-role", "-t", "acme", "-k", "1", "-p", "-", input: "{}")
    try aws.ask(["do": "hold"])
    let worker = try folder.start(["work"], environment: aws.environment)
    try aws.ask(["do": "wait-for-held", "count": 1])
    let limits = try TestFolder.text("/proc/\(worker.id)/limits").split(separator: "\n")
    let core = try #require(limits.first { $0.hasPrefix("Max core file size") })
    #expect(core.split(separator: " ").filter { $0 == "0" }.count == 2, "\(core)")
    #expect(try TestFolder.text("/proc/\(worker.id)/coredump_filter") == "00000000\n")
    worker.send(SIGSEGV)
    #expect(worker.wait() == .signal(SIGSEGV))
    #expect(worker.out.isEmpty && worker.err.isEmpty, "\(worker.err)")
    try aws.ask(["do": "release"])
  }
}
