/// AppFlow's refusals, with the HTTP status of each.
enum AppFlowFailure {
  static func validation(_ message: String) -> ServiceFailure {
    ServiceFailure(400, "ValidationException", message)
  }

  /// A breach of the model. AWS's framework writes a namespace behind the code of these.
  static func constraint(_ message: String) -> ServiceFailure {
    ServiceFailure(
      400, "ValidationException:http://internal.amazon.com/coral/com.amazon.coral.validate/", message)
  }

  /// How AppFlow words what it finds when it looks at a flow's parts together.
  static func createFlow(_ message: String, _ call: ServiceCall) -> ServiceFailure {
    validation("\(call.operation == "UpdateFlow" ? "Update" : "Create") Flow request failed: [\(message)]")
  }

  static func conflict(_ message: String) -> ServiceFailure {
    ServiceFailure(409, "ConflictException", message)
  }

  static func notFound(_ message: String) -> ServiceFailure {
    ServiceFailure(404, "ResourceNotFoundException", message)
  }

  static func quota(_ message: String) -> ServiceFailure {
    ServiceFailure(402, "ServiceQuotaExceededException", message)
  }

  static func unsupported(_ message: String) -> ServiceFailure {
    ServiceFailure(400, "UnsupportedOperationException", message)
  }

  static func connectorAuthentication(_ message: String) -> ServiceFailure {
    ServiceFailure(401, "ConnectorAuthenticationException", message)
  }
}
