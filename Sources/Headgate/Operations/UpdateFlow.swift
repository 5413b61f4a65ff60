import AWSClient
import WorkQueue

/// Replaces a flow's definition. What an update cannot change (name, source connector, destination) AppFlow
/// refuses.
struct UpdateFlow: AWSOperation {
  static let name = "update-flow"
  let access: AWSAccess

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    if work.tokenMayBeForgotten {
      guard let found = try await work.describeFlow() else { return work.flowNotThere() }
      // An earlier attempt may have had its effect already, and somebody may rely on the flow as it is now.
      if FlowComparison.differences(wanted: work.payload, actual: found).isEmpty {
        return .succeeded(result: #"{"changed":false}"#)
      }
    }
    do {
      let answer = try await work.send(.updateFlow, body: try await work.awsPayload(updating: .flow))
      var result: [String: JSONValue] = ["changed": true]
      result["flowStatus"] = answer["flowStatus"]
      return .succeeded(result: JSONValue.object(result).text())
    } catch let error as AWSError where error.classification.errorClass == .notFound {
      return work.flowNotThere()
    } catch let error as AWSError where error.classification.errorClass == .conflict {
      // Another change is under way, or a run.
      return .retry(
        AWSFailure.slower(
          AWSFailure.failure(of: error), pauseMs: AWSFailure.conflictPauseMs,
          attempts: AWSFailure.conflictAttempts))
    } catch let error as AWSError {
      return try await work.outcomeOfRefusal(error)
    }
  }
}
