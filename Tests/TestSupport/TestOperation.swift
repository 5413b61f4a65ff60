package import WorkQueue

/// An operation made of a closure.
package struct TestOperation: Operation {
  package let kind: KindRule
  private let check: @Sendable (String) -> [String]
  private let body: @Sendable (JobContext) async throws -> Outcome

  package init(
    _ kind: KindRule, check: @escaping @Sendable (String) -> [String] = { _ in [] },
    body: @escaping @Sendable (JobContext) async throws -> Outcome
  ) {
    self.kind = kind
    self.check = check
    self.body = body
  }

  package func problems(inPayload payload: String) -> [String] { check(payload) }

  package func run(_ context: JobContext) async throws -> Outcome { try await body(context) }

  /// Succeeds at once.
  package static func nothing(_ name: String = "nothing") -> TestOperation {
    TestOperation(KindRule(name: name)) { _ in .succeeded(result: nil) }
  }

  /// Fails in the first `times` attempts of every job, then succeeds.
  package static func flaky(
    _ name: String = "flaky", times: Int, maxAttempts: Int = 20
  ) -> TestOperation {
    TestOperation(KindRule(name: name, maxAttempts: maxAttempts)) { context in
      guard context.job.attempt > times else {
        return .retry(Failure(reason: "flaky", message: "attempt \(context.job.attempt) fails"))
      }
      return .succeeded(result: nil)
    }
  }

  /// Says that it runs, and ends when `gate` is opened or its task is cancelled.
  package static func held(
    _ name: String = "held", by gate: Gate, telling started: Events<Int64> = Events()
  ) -> TestOperation {
    TestOperation(KindRule(name: name)) { context in
      started.add(context.job.id)
      try await gate.wait()
      return .succeeded(result: nil)
    }
  }

  /// One at a time and in order at `$.at`; records which job ran.
  package static func ordered(
    _ name: String = "ordered", into effects: Events<Int64> = Events()
  ) -> TestOperation {
    TestOperation(KindRule(name: name, resourcePrefix: "at/", resourcePath: "$.at", required: ["$.at"])) {
      effects.add($0.job.id)
      return .succeeded(result: nil)
    }
  }
}
