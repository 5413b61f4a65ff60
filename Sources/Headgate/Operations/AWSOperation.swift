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
      let work = try await TenantWork(context, access: access)
      let use = CredentialUse(
        kind: Self.name, payload: work.payload, tenant: work.tenant.name,
        assumesRole: work.tenant.mode == .tenant, roleARN: work.tenant.roleARN)
      return try await access.breakers.run(
        context.job, use, hasWaited: context.job.reason == CredentialBreakers.reason
      ) { try await carryOut(work) }
    } catch let error as AWSError {
      return AWSFailure.outcome(of: error)
    } catch let error as SecretError {
      return AWSFailure.outcome(of: error)
    } catch let error as TenantWork.Misconfigured {
      return .dead(Failure(reason: "tenant-misconfigured", message: error.message))
    } catch let error as AWSBodyError {
      return .dead(Failure(reason: "invalid-payload", message: "\(error)"))
    } catch let error as RefreshRequest.Missing {
      return .dead(Failure(reason: "invalid-payload", message: "\(error)"))
    } catch let error as RS256.Failure {
      return .dead(Failure(reason: "secret-unusable", message: "\(error)"))
    } catch let error as SecretReferenceError {
      return .dead(Failure(reason: "invalid-payload", message: "\(error)"))
    }
  }
}
