/// Carries out one kind of job. It must bear being run again at any point: a worker may die between an effect
/// and its record.
public protocol Operation: Sendable {
  /// The kind, and the rules that hold for it in the database.
  var kind: KindRule { get }

  /// Everything that is wrong with a payload, in plain words with the place in it; empty: nothing is.
  func problems(inPayload payload: String) -> [String]

  /// Carries the job out, once. An error that it throws counts as `retry` with the reason `internal-error`;
  /// it should end soon after its task is cancelled.
  func run(_ context: JobContext) async throws -> Outcome
}
