import AWSClient
import WorkQueue

/// An operation on AWS: says what to do with a tenant's credentials in hand; what errors mean is said here once.
protocol AWSOperation: Operation {
  var access: AWSAccess { get }

  /// The kind's name in `KindCatalog`.
  static var name: String { get }

  /// Carries the job out. An `AWSError` that it lets through is judged by `AWSFailure`.
  func carryOut(_ work: TenantWork) async throws -> Outcome
}

extension AWSOperation {
  var kind: KindRule {
    guard let definition = KindCatalog[Self.name] else { preconditionFailure("no kind \(Self.name)") }
    return definition.rule
  }

  func problems(inPayload payload: String) -> [String] {
    do {
      try PayloadValidator.validate(kind: Self.name, payload: payload)
      return []
    } catch {
      return error.violations.map(\.description)
    }
  }

  func run(_ context: JobContext) async throws -> Outcome {
    do {
      let work = try TenantWork(context, tenant: try await context.tenant(), access: access)
      return try await access.breakers.run(
        context.job, work.credentialUse(ofKind: Self.name),
        hasWaited: context.job.reason == CredentialBreakers.reason
      ) { try await carryOut(work) }
    } catch {
      return try Self.outcome(of: error)
    }
  }

  /// What an error comes to. Not in place: each job that is under way would hold the memory for each sort of error.
  @inline(never)
  private static func outcome(of error: any Error) throws -> Outcome {
    switch error {
    case let error as AWSError: AWSFailure.outcome(of: error)
    case let error as SecretError: AWSFailure.outcome(of: error)
    case let error as TenantMisconfigured:
      .dead(Failure(reason: "tenant-misconfigured", message: error.message))
    case is AWSBodyError, is RefreshRequest.Missing, is SecretReferenceError:
      .dead(Failure(reason: "invalid-payload", message: "\(error)"))
    case let error as RS256.Failure: .dead(Failure(reason: "secret-unusable", message: "\(error)"))
    default: throw error
    }
  }
}
