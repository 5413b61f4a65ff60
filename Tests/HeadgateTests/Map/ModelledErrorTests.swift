import AWSClient
import AWSSandbox
import TestSupport
import Testing
import WorkQueue

/// Each operation of AppFlow that jobs call, with each error that its model knows: the job ends in the state, for the
/// reason and after the attempts that the error deserves.
@Suite("AppFlow's operations and their modelled errors")
struct ModelledErrorTests {
  @Test("an error that an operation never ceases to give", arguments: ModelledError.all)
  func end(_ row: ModelledError) throws {
    let (kind, payload, before) = try row.job()
    var state = before
    state.faults = [
      Fault(
        .refuse, name: "always", service: "appflow", operation: row.operation.name, status: row.status,
        code: row.code, message: "as the model has it")
    ]
    let world = try World(state)
    let job = try world.run(kind, payload)
    let used = world.sandbox.snapshot().faults.first?.used ?? 0
    #expect(used > 0, "\(row): it was never called")
    #expect(
      ModelledError.End(state: job.state, reason: job.reason, attempts: job.attempt) == row.end,
      "\(row): \(job.lastError ?? "")")
    #expect(!world.effects().contains { $0.hasPrefix(row.operation.name + " ") }, "\(row): no effect")
    #expect(try world.findings() == [])
    guard job.state == .dead else { return }
    // When it ceases, a replay brings the job to its end.
    world.sandbox.update { $0.faults = [] }
    try world.replay([job.id])
    let replayed = try world.job(job.id)
    #expect(replayed.state == .succeeded, "\(row), replayed: \(replayed.lastError ?? "")")
  }

  @Test("the table has every error that botocore's model has of these operations, and no other")
  func complete() throws {
    let script = """
      import botocore.session, sys
      model = botocore.session.get_session().get_service_model('appflow')
      for line in sys.stdin:
          for shape in model.operation_model(line.strip()).error_shapes: print(line.strip(), shape.name)
      """
    let operations = Set(ModelledError.all.map(\.operation.name))
    let modelled = Set(try PythonReference.lines(script, input: operations.sorted()))
    #expect(Set(ModelledError.all.map { "\($0.operation.name) \($0.code)" }) == modelled)
    let read: Set<AppFlowOperation> = [
      .listConnectors, .describeConnectors, .describeConnector, .listConnectorEntities,
      .describeConnectorEntity,
      .listFlows,
    ]
    #expect(
      Set(AppFlowOperation.allCases.map(\.name)) == operations.union(read.map(\.name)),
      "those that only the catalog calls, and those of jobs, are all")
  }
}
