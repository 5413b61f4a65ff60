extension AppFlowShapes {
  /// `connectorOperator`, by source connector: what each can do with its fields.
  static let operators: [String: Shape] = {
    let filters: [String: [String]] = [
      "Datadog": ["BETWEEN", "EQUAL_TO"], "Dynatrace": ["BETWEEN", "EQUAL_TO"],
      "InforNexus": ["BETWEEN", "EQUAL_TO"], "Marketo": ["LESS_THAN", "GREATER_THAN", "BETWEEN"],
      "S3": orders + ["NOT_EQUAL_TO"], "Salesforce": orders + ["NOT_EQUAL_TO", "CONTAINS"],
      "ServiceNow": orders + ["NOT_EQUAL_TO", "CONTAINS"], "Singular": ["EQUAL_TO"], "Slack": orders,
      "Trendmicro": ["EQUAL_TO"], "Veeva": orders + ["NOT_EQUAL_TO", "CONTAINS"],
      "Zendesk": ["GREATER_THAN"], "SAPOData": orders + ["NOT_EQUAL_TO", "CONTAINS"],
      "CustomConnector": orders + ["NOT_EQUAL_TO", "CONTAINS"], "Pardot": ["EQUAL_TO"],
    ]
    var shapes = filters.mapValues { Shape.choice(["PROJECTION"] + $0 + transformations) }
    // These two know neither transformations nor NO_OP.
    shapes["Amplitude"] = .choice(["BETWEEN"])
    shapes["GoogleAnalytics"] = .choice(["PROJECTION", "BETWEEN"])
    return shapes
  }()

  private static let orders = [
    "LESS_THAN", "GREATER_THAN", "BETWEEN", "LESS_THAN_OR_EQUAL_TO", "GREATER_THAN_OR_EQUAL_TO", "EQUAL_TO",
  ]
  private static let transformations = [
    "ADDITION", "MULTIPLICATION", "DIVISION", "SUBTRACTION", "MASK_ALL", "MASK_FIRST_N", "MASK_LAST_N",
    "VALIDATE_NON_NULL", "VALIDATE_NON_ZERO", "VALIDATE_NON_NEGATIVE", "VALIDATE_NUMERIC", "NO_OP",
  ]
}
