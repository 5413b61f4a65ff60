import AWSClient
import Headgate

/// Payloads that can be sent, to be broken one way or another.
enum SamplePayloads {
  static let createFlow = """
    {"flowName":"accounts","description":"all of them","triggerConfig":{"triggerType":"Scheduled","triggerProperties":
    {"Scheduled":{"scheduleExpression":"rate(1hours)","dataPullMode":"Incremental","scheduleStartTime":1767225600,
    "scheduleOffset":60}}},"sourceFlowConfig":{"connectorType":"Salesforce","connectorProfileName":"sf",
    "sourceConnectorProperties":{"Salesforce":{"object":"Account","enableDynamicFieldUpdate":true}}},
    "destinationFlowConfigList":[{"connectorType":"S3","destinationConnectorProperties":{"S3":{"bucketName":"landing",
    "s3OutputFormatConfig":{"fileType":"PARQUET","prefixConfig":{"pathPrefixHierarchy":["SCHEMA_VERSION"]}}}}}],
    "tasks":[{"taskType":"Filter","sourceFields":["Id","Name"],"connectorOperator":{"Salesforce":"PROJECTION"}},
    {"taskType":"Map","sourceFields":["Id"],"destinationField":"Id","connectorOperator":{"Salesforce":"NO_OP"},
    "taskProperties":{"SOURCE_DATA_TYPE":"id"}}],"tags":{"team":"data"},"clientToken":"abc"}
    """

  static let createProfile = """
    {"connectorProfileName":"sf","connectorType":"Salesforce","connectionMode":"Public","connectorProfileConfig":{
    "connectorProfileProperties":{"Salesforce":{"instanceUrl":"https://x.my.salesforce.com"}},
    "connectorProfileCredentials":{"Salesforce":{"accessToken":"{{resolve:env:ACCESS_TOKEN}}",
    "refreshToken":"{{resolve:file:/run/secrets/refresh}}",
    "clientCredentialsArn":"arn:aws:secretsmanager:us-east-1:123456789012:secret:client"}}}}
    """

  static func value(_ text: String) throws -> JSONValue { try JSONDocument(parsing: text).value }
}

extension JSONValue {
  /// The value with one place changed; `change` gives nil to take it away.
  func replacing(_ path: [String], _ change: (JSONValue?) -> JSONValue?) -> JSONValue {
    guard let step = path.first else { return change(self) ?? .null }
    let rest = Array(path.dropFirst())
    switch self {
    case .object(var members):
      members[step] = rest.isEmpty ? change(members[step]) : members[step]?.replacing(rest, change)
      return .object(members)
    case .array(var elements):
      guard let index = Int(step), elements.indices.contains(index) else { return self }
      if rest.isEmpty {
        if let new = change(elements[index]) { elements[index] = new } else { elements.remove(at: index) }
      } else {
        elements[index] = elements[index].replacing(rest, change)
      }
      return .array(elements)
    default: return self
    }
  }

  /// Every place in the value.
  func paths(_ prefix: [String] = []) -> [[String]] {
    switch self {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { [prefix + [$0.key]] + $0.value.paths(prefix + [$0.key]) }
    case .array(let elements):
      elements.enumerated().flatMap {
        [prefix + ["\($0.offset)"]] + $0.element.paths(prefix + ["\($0.offset)"])
      }
    default: []
    }
  }
}
