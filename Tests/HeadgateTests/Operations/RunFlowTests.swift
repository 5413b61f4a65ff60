import AWSClient
import AWSSandbox
import Testing
import TimeAndChance
import WorkQueue

@Suite("start-flow and stop-flow")
struct RunFlowTests {
  private static let named: JSONValue = ["flowName": "accounts"]
  private static let day: Int64 = 86_400_000

  @Test("Started on demand, a flow runs once and its execution is told")
  func onDemand() throws {
    let world = try World(try Scenario.withFlow.get())
    let job = try world.run("start-flow", Self.named)
    let execution = try #require(world.sandbox.snapshot().acme.flows["accounts"]?.executions.first)
    #expect(try JSONValue(parsing: job.result ?? "")["executionId"] == .string(execution.id))
    #expect(world.effects() == ["StartFlow accounts"])
  }

  @Test("A scheduled flow becomes active; one that is active already stays so")
  func scheduled() throws {
    let world = try World(try Scenario.withDraft.get())
    let first = try world.run("start-flow", Self.named)
    #expect(first.state == .succeeded && first.result?.contains("Active") == true)
    let second = try world.run("start-flow", Self.named)
    #expect(second.state == .succeeded && second.result?.contains("alreadyActive") == true)
    #expect(world.effects() == ["StartFlow accounts"])
  }

  @Test(
    "A flow that stays away is asked for a few times, and named in the dead letter",
    arguments: ["start-flow", "stop-flow"])
  func missing(_ kind: String) throws {
    let world = try World(try Scenario.ready.get())
    let job = try world.run(kind, Self.named)
    #expect(job.state == .dead && job.reason == "not-found" && job.attempt == 5)
    #expect(job.lastError?.contains("accounts") == true)
  }

  @Test("A flow that turns up meanwhile is started")
  func turnsUp() throws {
    let later = try Scenario.withFlow.get()
    let world = try World(try Scenario.ready.get())
    let id = try world.enqueue("start-flow", Self.named.text())
    let worker = world.worker(world.main) { event in
      if case .settled = event { world.sandbox.update { $0.acme = later.acme } }
    }
    _ = try world.simulation.run { try await worker.run() }
    #expect(try world.job(id).state == .succeeded)
  }

  @Test("When the account runs as many flows as it may, it is tried again after minutes")
  func quota() throws {
    var state = try Scenario.withFlow.get()
    state.settings.maxConcurrentRuns = 0
    let world = try World(state)
    let id = try world.enqueue("start-flow", Self.named.text())
    let worker = world.worker(world.main) { event in
      if case .settled = event { world.sandbox.update { $0.settings.maxConcurrentRuns = 1 } }
    }
    _ = try world.simulation.run { try await worker.run() }
    let job = try world.job(id)
    #expect(job.state == .succeeded && job.attempt == 2)
    #expect(job.updatedAtMs - job.createdAtMs >= 120_000)
  }

  @Test("Two starts of one flow are two runs, the second after the first")
  func twice() throws {
    var state = try Scenario.withFlow.get()
    state.settings.executionMs = 10_000
    let world = try World(state)
    _ = try world.enqueue("start-flow", Self.named.text())
    let second = try world.run("start-flow", Self.named)
    #expect(second.state == .succeeded && second.attempt > 1)
    let runs = world.sandbox.snapshot().acme.flows["accounts"]?.executions ?? []
    #expect(runs.count == 2 && runs[1].startedAtMs >= runs[0].endsAtMs)
  }

  @Test("Of a flow that runs already: attach takes the run, waits for it if asked to, and fail gives up")
  func onConflict() throws {
    let running = try Scenario.withRun.get()
    let world = try World(running)
    let id = running.acme.flows["accounts"]?.executions.first?.id ?? ""
    let attached = try world.run("start-flow", ["flowName": "accounts", "onConflict": "attach"])
    #expect(try JSONValue(parsing: attached.result ?? "")["executionId"] == .string(id))
    let waiting = try world.enqueue(
      "start-flow", #"{"flowName":"accounts","onConflict":"attach","wait":true}"#)
    world.sandbox.update { state in
      state.acme.flows["accounts"]?.executions[0].endsAtMs = world.simulation.time.nowMs() + 60_000
    }
    try world.drain()
    let job = try world.job(waiting)
    #expect(job.state == .succeeded && job.result?.contains("Successful") == true, "\(job.lastError ?? "")")
    world.sandbox.update { $0.acme.flows["accounts"]?.executions[0].endsAtMs = .max }
    let failed = try world.run("start-flow", ["flowName": "accounts", "onConflict": "fail"])
    #expect(failed.state == .dead && failed.reason == "conflict" && failed.attempt == 1)
    #expect(world.effects() == [], "no run but the one that was there")
  }

  @Test("A replay long after its client token was forgotten finds the run that it had started")
  func forgottenToken() throws {
    var state = try Scenario.withFlow.get()
    state.faults = [
      Fault(.lostAnswer, name: "lost", operation: "StartFlow", times: 3),
      Fault(.deny, name: "deny", operation: "StartFlow"),
    ]
    let world = try World(state, startMs: Scenario.startMs + 123_457)
    let job = try world.run("start-flow", Self.named)
    #expect(job.state == .dead && job.reason == "access-denied")
    world.simulation.time.skip(ms: Self.day)
    world.sandbox.update { $0.faults = [] }
    try world.replay([job.id])
    let replayed = try world.job(job.id)
    #expect(replayed.state == .succeeded && replayed.result?.contains(#""adopted":true"#) == true)
    #expect(world.effects() == ["StartFlow accounts"])
  }

  @Test("The run of another job is not taken for one's own, however long a start was waited for")
  func othersRun() throws {
    let world = try World(try Scenario.withFlow.get())
    let now = world.simulation.time.nowMs()
    let tomorrow = NewJob(
      tenant: "acme", kind: "start-flow", idempotencyKey: "tomorrow", payload: Self.named.text())
    // Enqueued today behind another start, which runs; its own first try, tomorrow, is throttled.
    let first = try world.enqueue("start-flow", Self.named.text())
    let queue = world.main.queue
    let second = try world.simulation.run {
      var job = tomorrow
      job.runAtMs = now + Self.day
      return try await queue.enqueue(job).id
    }
    try world.drain()
    #expect(try world.job(first).state == .succeeded)
    world.sandbox.update {
      $0.faults = [Fault(.throttle, name: "one", operation: "StartFlow", times: 1)]
    }
    world.simulation.time.skip(ms: Self.day + 1_000)
    try world.drain()
    let job = try world.job(second)
    #expect(job.state == .succeeded && job.result?.contains("adopted") == false)
    #expect(world.effects() == ["StartFlow accounts", "StartFlow accounts"])
  }

  @Test("A flow on demand has nothing to stop, and one that is not active neither")
  func nothingToStop() throws {
    for state in [try Scenario.withFlow.get(), try Scenario.withDraft.get()] {
      let world = try World(state)
      let job = try world.run("stop-flow", Self.named)
      #expect(job.state == .succeeded && job.result?.contains("nothing to stop") == true)
      #expect(world.effects() == [])
    }
  }

  @Test("An active flow is suspended; a second stop changes nothing")
  func stop() throws {
    let world = try World(try Scenario.withActive.get())
    #expect(try world.run("stop-flow", Self.named).state == .succeeded)
    #expect(world.sandbox.snapshot().acme.flows["accounts"]?.status == "Suspended")
    #expect(try world.run("stop-flow", Self.named).state == .succeeded)
    #expect(world.effects() == ["StopFlow accounts"])
  }

  @Test("Stopping alone leaves a run alone; with cancelRunning it is cancelled")
  func cancelRunning() throws {
    let world = try World(try Scenario.withRun.get())
    #expect(try world.run("stop-flow", Self.named).state == .succeeded)
    #expect(world.effects() == [])
    #expect(
      try world.run("stop-flow", ["flowName": "accounts", "cancelRunning": true]).state == .succeeded)
    #expect(world.effects() == ["CancelFlowExecutions accounts"])
  }
}
