import AWSClient
import WorkQueue

/// Deletes a connector profile, and succeeds when it is gone. AppFlow keeps its secret in Secrets Manager.
struct DeleteConnectorProfile: AWSOperation {
  static let name = "delete-connector-profile"
  let access: AWSAccess

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    do {
      let body = try await work.awsPayload(withClientToken: false)
      _ = try await work.send(.deleteConnectorProfile, body: body)
    } catch let error as AWSError where error.classification.errorClass == .notFound {
      return .succeeded(result: #"{"deleted":true}"#)
    } catch let error as AWSError where error.classification.errorClass == .conflict {
      // A flow uses it still; its own deletion may be under way.
      return AWSFailure.retryConflict(error)
    }
    return .succeeded(result: #"{"deleted":true}"#)
  }
}
