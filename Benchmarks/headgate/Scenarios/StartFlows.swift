import AWSClient
import Headgate
import WorkQueue

/// A worker that starts flows: DescribeFlow and StartFlow over HTTP, signed, every call in the work log.
enum StartFlows: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let environment = [
      "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
      "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      "AWS_REGION": "eu-central-1", "AWS_ENDPOINT_URL": try arguments.text("endpoint"),
      // Nothing of this machine's own settings.
      "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    ]
    let settings = try AWSSettings.load(environment: environment)
    let queue = try AppFlowQueue(
      opening: arguments.database, connection: AWSConnection(settings, vault: SecretVault()),
      environment: environment
    ).jobs
    let worker = queue.worker(
      WorkerOptions(concurrency: try arguments.number("concurrency", default: 1_000), drain: true))
    let watch = Stopwatch()
    let summary = try await worker.run()
    let figures = watch.figures(jobs: summary.settled[.succeeded] ?? 0)
    guard summary.settled.keys.allSatisfy({ $0 == .succeeded }) else {
      throw BenchError("not all flows were started: \(summary.settled)")
    }
    return figures
  }
}
