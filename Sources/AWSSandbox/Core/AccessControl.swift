/// IAM's yes or no, by the patterns of the principal's permissions.
enum AccessControl {
  /// - Parameter action: `appflow:CreateFlow`
  static func demand(_ action: String, on resource: String, _ call: ServiceCall) throws(ServiceFailure) {
    guard let caller = call.caller, !caller.permissions.permit(action) else { return }
    throw denied(action, on: resource, call)
  }

  static func denied(_ action: String, on resource: String, _ call: ServiceCall) -> ServiceFailure {
    let arn = call.caller?.arn ?? "anonymous"
    let message = "User: \(arn) is not authorized to perform: \(action) on resource: \(resource)"
    return switch call.service {
    case .s3, .sts: ServiceFailure(403, "AccessDenied", message)
    case .secretsmanager: ServiceFailure(400, "AccessDeniedException", message)
    default: ServiceFailure(403, "AccessDeniedException", message)
    }
  }
}
