import WorkQueue

/// Does nothing, under the rules that operations on flows have.
struct NoOperation: Operation {
  static let rule = KindRule(
    name: "nothing", resourcePrefix: "flow/", resourcePath: "$.flowName", required: ["$.flowName"])

  let kind = rule

  func problems(inPayload payload: String) -> [String] { [] }

  func run(_ context: JobContext) async throws -> Outcome { .succeeded(result: nil) }
}
