/// One row of the error table.
package struct ErrorRule: Sendable {
  /// Nil for any.
  package let service: AWSService?
  package let operation: String?
  /// Error codes; a `*` at the end stands for any ending.
  package let codes: [String]
  package let statuses: ClosedRange<Int>?
  package let classification: ErrorClassification

  package init(
    _ service: AWSService? = nil, _ operation: String? = nil, codes: [String] = [],
    status statuses: ClosedRange<Int>? = nil, _ errorClass: ErrorClassification.Class, _ reason: String
  ) {
    self.service = service
    self.operation = operation
    self.codes = codes
    self.statuses = statuses
    classification = ErrorClassification(errorClass, reason)
  }

  /// Whether service and operation fit, and either the code or the status does.
  package func matches(_ service: AWSService, _ operation: String, code: String, status: Int) -> Bool {
    guard self.service == nil || self.service == service else { return false }
    guard self.operation == nil || self.operation == operation else { return false }
    if let statuses, statuses.contains(status) { return true }
    return codes.contains { pattern in
      pattern.hasSuffix("*") ? code.hasPrefix(pattern.dropLast()) : code == pattern
    }
  }
}
