import AWSClient
import Foundation

/// Requests that AWS accepts, for tests to spoil.
enum Payloads {
  static func profile(
    name: String = "acme-salesforce", refreshToken: String? = "good", token: String? = nil,
    instanceUrl: String = Harness.org
  ) -> JSONValue {
    var credentials: [String: JSONValue] = ["clientCredentialsArn": .string(Harness.clientSecret)]
    if let refreshToken { credentials["refreshToken"] = .string(refreshToken) }
    var profile: [String: JSONValue] = [
      "connectorProfileName": .string(name), "connectorType": "Salesforce", "connectionMode": "Public",
      "connectorProfileConfig": [
        "connectorProfileProperties": ["Salesforce": ["instanceUrl": .string(instanceUrl)]],
        "connectorProfileCredentials": ["Salesforce": .object(credentials)],
      ],
    ]
    if let token { profile["clientToken"] = .string(token) }
    return .object(profile)
  }

  static func flow(
    name: String = "accounts", trigger: JSONValue = ["triggerType": "OnDemand"], token: String? = nil,
    description: String = "Accounts to S3"
  ) -> JSONValue {
    var flow: [String: JSONValue] = [
      "flowName": .string(name), "description": .string(description), "triggerConfig": trigger,
      "sourceFlowConfig": [
        "connectorType": "Salesforce", "connectorProfileName": "acme-salesforce",
        "sourceConnectorProperties": ["Salesforce": ["object": "Account"]],
      ],
      "destinationFlowConfigList": [
        [
          "connectorType": "S3",
          "destinationConnectorProperties": ["S3": ["bucketName": "acme-landing"]],
        ]
      ],
      "tasks": [
        ["taskType": "Map", "sourceFields": ["Id"], "destinationField": "Id"],
        [
          "taskType": "Filter", "sourceFields": ["Id", "Name"],
          "connectorOperator": ["Salesforce": "PROJECTION"],
        ],
      ],
      "tags": ["owner": "headgate"],
    ]
    if let token { flow["clientToken"] = .string(token) }
    return .object(flow)
  }

  static let scheduled: JSONValue = [
    "triggerType": "Scheduled", "triggerProperties": ["Scheduled": ["scheduleExpression": "rate(1hours)"]],
  ]

  static func policy(
    actions: [String] = [
      "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
      "s3:ListBucketMultipartUploads", "s3:GetBucketAcl", "s3:PutObjectAcl",
    ], account: String = "111111111111", sourceArn: String = "arn:aws:appflow:us-east-1:111111111111:flow/*",
    bucket: String = "acme-landing", effect: String = "Allow"
  ) -> String {
    let statement: JSONValue = [
      "Sid": "AppFlow", "Effect": .string(effect), "Principal": ["Service": "appflow.amazonaws.com"],
      "Action": .array(actions.map { .string($0) }),
      "Resource": [.string("arn:aws:s3:::\(bucket)"), .string("arn:aws:s3:::\(bucket)/*")],
      "Condition": [
        "StringEquals": ["aws:SourceAccount": .string(account)],
        "ArnLike": ["aws:SourceArn": .string(sourceArn)],
      ],
    ]
    return JSONValue.object(["Version": "2012-10-17", "Statement": [statement]]).text()
  }
}

extension JSONValue {
  /// A copy in which the member at the path has another value, or is absent.
  func with(_ path: String..., value: JSONValue?) -> JSONValue { replacing(path[...], value) }

  private func replacing(_ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
    guard let name = path.first else { return value ?? .null }
    if var elements = array, let index = Int(name) {
      elements[index] = elements[index].replacing(path.dropFirst(), value)
      return .array(elements)
    }
    var members = object ?? [:]
    members[name] = path.count == 1 ? value : (members[name] ?? [:]).replacing(path.dropFirst(), value)
    return .object(members)
  }
}
