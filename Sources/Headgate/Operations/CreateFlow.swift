import AWSClient
import WorkQueue

/// Creates a flow. One that is there already and is what was wanted counts as created.
struct CreateFlow: AWSOperation {
  static let name = "create-flow"
  let access: AWSAccess

  func carryOut(_ work: TenantWork) async throws -> Outcome {
    if work.tokenMayBeForgotten, let found = try await work.describeFlow() {
      return try await settle(found, work)
    }
    do {
      let answer = try await work.send(.createFlow, body: try await work.awsPayload(withClientToken: true))
      return .succeeded(result: summary(answer, work, adopted: false))
    } catch let error as AWSError where error.classification.errorClass == .conflict {
      // A flow of that name, or an earlier try of ours whose token AppFlow has forgotten.
      // A name that is taken by what is not there is about to be free.
      guard let found = try await work.describeFlow() else { return AWSFailure.retryConflict(error) }
      return try await settle(found, work)
    } catch let error as AWSError {
      return try await work.outcomeOfRefusal(error)
    }
  }

  private func settle(_ found: JSONValue, _ work: TenantWork) async throws -> Outcome {
    let differences = FlowComparison.differences(wanted: work.payload, actual: found)
    if differences.isEmpty { return .succeeded(result: summary(found, work, adopted: true)) }
    switch ConflictPolicy(work.payload) {
    case .adopt: return .succeeded(result: summary(found, work, adopted: true))
    case .update:
      let body = try await work.awsPayload(updatingInsteadOf: .flow)
      do throws(AWSError) {
        let answer = try await work.send(.updateFlow, body: body)
        return .succeeded(result: summary(answer, work, adopted: true))
      } catch {
        // It runs; afterwards it can be changed.
        guard error.classification.errorClass == .conflict else { throw error }
        return AWSFailure.retryConflict(error)
      }
    case .fail:
      return .dead(
        Failure(
          reason: "conflict",
          message: "flow \(work.name("flowName")) is there already and is another one: "
            + differences.prefix(5).map(\.description).joined(separator: "; ")))
    }
  }

  private func summary(_ answer: JSONValue, _ work: TenantWork, adopted: Bool) -> String {
    var result: [String: JSONValue] = ["flowName": .string(work.name("flowName"))]
    result["flowArn"] = answer["flowArn"]
    result["flowStatus"] = answer["flowStatus"]
    if adopted { result["adopted"] = true }
    return JSONValue.object(result).text()
  }
}
