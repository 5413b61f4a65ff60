/// Something that stands around every attempt: logging, metrics, tracing, a guard.
///
///     struct Timing: Middleware {
///       func attempt(_ context: JobContext, _ next: @Sendable (JobContext) async throws -> Outcome) async throws -> Outcome {
///         let startMs = context.time.monotonicMs()
///         defer { record(context.job.kind, context.time.monotonicMs() - startMs) }
///         return try await next(context)
///       }
///     }
public protocol Middleware: Sendable {
  /// Carries an attempt out by calling `next`, or says itself what comes of it. An error that it throws counts as one
  /// that the operation throws.
  func attempt(
    _ context: JobContext, _ next: @Sendable (JobContext) async throws -> Outcome
  ) async throws -> Outcome
}
