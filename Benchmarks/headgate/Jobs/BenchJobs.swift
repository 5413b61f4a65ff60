import WorkQueue

/// The jobs that are measured with: payloads of 600 bytes, tenants in turn, each job at a resource of its own, as an
/// application's jobs are.
enum BenchJobs {
  static let tenantCount = 100
  static let payloadBytes = 600

  static func tenant(_ number: Int) -> String { "tenant-\(number % tenantCount + 1)" }

  static func job(_ number: Int, kind: String, run: String) -> NewJob {
    let flow = "\(run)-\(number)"
    return NewJob(
      tenant: tenant(number), kind: kind, idempotencyKey: flow,
      payload: kind == "start-flow" ? startFlow(flow) : createFlow(flow))
  }

  static func jobs(_ count: Int, kind: String, run: String) -> [NewJob] {
    jobs(0..<count, kind: kind, run: run)
  }

  static func jobs(_ numbers: Range<Int>, kind: String, run: String) -> [NewJob] {
    numbers.map { job($0, kind: kind, run: run) }
  }

  /// What AWS would accept.
  static func createFlow(_ name: String) -> String {
    let end = """
      "triggerConfig":{"triggerType":"OnDemand"},"sourceFlowConfig":{"connectorType":"Salesforce",\
      "connectorProfileName":"sf","sourceConnectorProperties":{"Salesforce":{"object":"Account"}}},\
      "destinationFlowConfigList":[{"connectorType":"S3","destinationConnectorProperties":{"S3":\
      {"bucketName":"landing","s3OutputFormatConfig":{"fileType":"PARQUET"}}}}],"tasks":[{"taskType":"Map",\
      "sourceFields":["Id"],"destinationField":"Id","connectorOperator":{"Salesforce":"NO_OP"}}]}
      """
    let start = #"{"flowName":"\#(name)","description":""#
    let padding = max(payloadBytes - start.utf8.count - end.utf8.count - 2, 0)
    return start + String(repeating: "x", count: padding) + #"","# + end
  }

  /// The kind has one member; blanks make it as long as the others.
  static func startFlow(_ name: String) -> String {
    let text = #"{"flowName":"\#(name)""#
    return text + String(repeating: " ", count: max(payloadBytes - text.utf8.count - 1, 0)) + "}"
  }
}
