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

  /// The queue with its operations, whose rules say what may be enqueued. Nothing calls AWS until a worker runs.
  func openQueue(
    connection: AWSConnection = .none, limits: RateLimits = .none
  ) throws -> JobQueue {
    try openAppFlow(connection: connection, limits: limits).jobs
  }

  /// The queue with its operations.
  func openAppFlow(
    connection: AWSConnection, limits: RateLimits = .none
  ) throws -> AppFlowQueue {
    try AppFlowQueue(
      opening: databasePath, connection: connection, environment: environment, limits: limits, time: time,
      random: random)
  }

  /// The way to AWS that the environment and AWS's files give.
  ///
  /// - Throws: `CommandError` if there are no credentials: better before the first call than with each.
  func connect() async throws -> AWSConnection {
    let connection = AWSConnection(
      try AWSSettings.load(environment: environment), vault: console.vault, time: time, random: random)
    do throws(AWSError) {
      _ = try await connection.credentials.credentials { _ in }
      return connection
    } catch {
      throw CommandError.failed(error.message)
    }
  }
}
