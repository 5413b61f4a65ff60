import Headgate
import WorkQueue

/// Starts acme's flow, once however often this is called, and works until nothing is left to do.
func startAccounts(database: String, environment: [String: String]) async throws -> Job? {
  let queue = try AppFlowQueue(path: database, environment: environment).jobs
  try await queue.save(
    Tenant(
      name: "acme", roleARN: "arn:aws:iam::123456789012:role/headgate", externalId: "3f0c9a1e",
      region: "eu-central-1"))
  let job = try await queue.enqueue(
    NewJob(
      tenant: "acme", kind: "start-flow", idempotencyKey: "acme-start-1",
      payload: #"{"flowName":"accounts"}"#))
  _ = try await queue.worker(WorkerOptions(drain: true)).run()
  return try await queue.job(id: job.id)
}
