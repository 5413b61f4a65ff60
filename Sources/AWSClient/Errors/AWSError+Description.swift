extension AWSError: CustomStringConvertible {
  /// `CreateFlow: ConflictException (HTTP 409): the flow exists already`
  package var description: String {
    let status = httpStatus.map { " (HTTP \($0))" } ?? ""
    return "\(operation): \(code)\(status): \(message)"
  }
}
