import AWSClient
import Headgate
import SQLite
import WorkQueue

extension CommandContext {
  /// The queue's database, for what only looks: works on files that cannot be written, too.
  func openForReading() throws -> SQLiteJobStore {
    do {
      return try SQLiteJobStore(path: databasePath, access: .readWrite, writing: .caller)
    } catch let error as DatabaseError where error.reason == .readOnly || error.reason == .inaccessible {
      return try SQLiteJobStore(path: databasePath, access: .readOnly, writing: .caller)
    }
  }

  /// The queue's jobs, whose rules say what may be enqueued. Nothing calls AWS until a worker runs.
  func openQueue(
    transport: (any HTTPTransport)? = nil, credentials: (any CredentialsProvider)? = nil,
    limits: RateLimits = .none
  ) throws -> JobQueue {
    try openAppFlow(transport: transport, credentials: credentials, limits: limits).jobs
  }

  /// The queue with its operations.
  func openAppFlow(
    transport: (any HTTPTransport)? = nil, credentials: (any CredentialsProvider)? = nil,
    limits: RateLimits = .none
  ) throws -> AppFlowQueue {
    try AppFlowQueue(
      opening: databasePath, environment: environment,
      transport: transport ?? LazyTransport(caBundlePath: environment["AWS_CA_BUNDLE"]),
      credentials: credentials ?? EnvironmentCredentials(environment), limits: limits, time: time,
      random: random)
  }
}
