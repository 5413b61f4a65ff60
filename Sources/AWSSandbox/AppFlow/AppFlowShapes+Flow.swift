extension AppFlowShapes {
  static func flow(isNew: Bool) -> Shape {
    var members: [String: Shape] = [
      "flowName": flowName, "description": .text(.description, max: 2_048), "clientToken": clientToken,
      "triggerConfig": trigger, "sourceFlowConfig": source,
      "destinationFlowConfigList": .list(0...100, of: destination), "tasks": .list(0...10_000, of: task),
    ]
    if isNew {
      members["kmsArn"] = .text(20...2_048, .kmsArn)
      members["tags"] = tags
    }
    return .structure(
      members,
      required: ["flowName", "triggerConfig", "sourceFlowConfig", "destinationFlowConfigList", "tasks"])
  }

  private static let trigger = Shape.structure(
    [
      "triggerType": .choice(["Scheduled", "Event", "OnDemand"]),
      "triggerProperties": .structure([
        "Scheduled": .structure(
          [
            "scheduleExpression": .text(.any, max: 256),
            "dataPullMode": .choice(["Incremental", "Complete"]),
            "scheduleStartTime": .timestamp, "scheduleEndTime": .timestamp, "timezone": .text(.any, max: 256),
            "scheduleOffset": .integer(0...36_000), "firstExecutionFrom": .timestamp,
            "flowErrorDeactivationThreshold": .integer(1...100),
          ], required: ["scheduleExpression"])
      ]),
    ], required: ["triggerType"])

  private static let source = Shape.structure(
    [
      "connectorType": connectorType, "apiVersion": .text(.nonSpace, max: 256),
      "connectorProfileName": profileName,
      "incrementalPullConfig": .structure(["datetimeTypeFieldName": .text(.any, max: 256)]),
      "sourceConnectorProperties": .structure(sourceProperties),
    ], required: ["connectorType", "sourceConnectorProperties"])

  private static let destination = Shape.structure(
    [
      "connectorType": connectorType, "apiVersion": .text(.nonSpace, max: 256),
      "connectorProfileName": profileName,
      "destinationConnectorProperties": .structure(destinationProperties),
    ], required: ["connectorType", "destinationConnectorProperties"])

  private static let object = Shape.text(.nonSpace, max: 512)
  static let bucket = Shape.text(3...63, .nonSpace)
  static let bucketPrefix = Shape.text(.any, max: 512)

  private static let sourceProperties: [String: Shape] = {
    let plain = [
      "Amplitude", "Datadog", "Dynatrace", "GoogleAnalytics", "InforNexus", "Marketo", "ServiceNow",
      "Singular", "Slack", "Trendmicro", "Veeva", "Zendesk", "Pardot",
    ]
    var shapes = Dictionary(
      uniqueKeysWithValues: plain.map { ($0, Shape.structure(["object": object], required: ["object"])) })
    shapes["Salesforce"] = .structure(
      [
        "object": object, "enableDynamicFieldUpdate": .boolean, "includeDeletedRecords": .boolean,
        "dataTransferApi": .choice(["AUTOMATIC", "BULKV2", "REST_SYNC"]),
      ], required: ["object"])
    shapes["S3"] = .structure(
      [
        "bucketName": bucket, "bucketPrefix": bucketPrefix,
        "s3InputFormatConfig": .structure(["s3InputFileType": .choice(["CSV", "JSON"])]),
      ], required: ["bucketName"])
    shapes["SAPOData"] = .structure(["objectPath": object])
    shapes["CustomConnector"] = .structure(
      [
        "entityName": .text(.nonSpace, max: 1_024),
        "customProperties": .map(0...50, of: .text(.nonSpace, max: 2_048)),
      ], required: ["entityName"])
    return shapes
  }()

  private static let destinationProperties: [String: Shape] = {
    let plain = ["Salesforce", "EventBridge", "Honeycode", "Zendesk", "Marketo"]
    var shapes = Dictionary(
      uniqueKeysWithValues: plain.map {
        ($0, Shape.structure(["object": object, "errorHandlingConfig": errorHandling], required: ["object"]))
      })
    for name in ["Redshift", "Snowflake"] {
      shapes[name] = .structure(
        [
          "object": object, "intermediateBucketName": bucket, "bucketPrefix": bucketPrefix,
          "errorHandlingConfig": errorHandling,
        ], required: ["object", "intermediateBucketName"])
    }
    shapes["S3"] = .structure(
      [
        "bucketName": bucket, "bucketPrefix": bucketPrefix, "s3OutputFormatConfig": outputFormat,
      ], required: ["bucketName"])
    shapes["Upsolver"] = .structure(
      ["bucketName": .text(16...63, .nonSpace), "s3OutputFormatConfig": outputFormat],
      required: ["bucketName", "s3OutputFormatConfig"])
    shapes["CustomerProfiles"] = .structure(
      ["domainName": .text(.nonSpace, max: 64)], required: ["domainName"])
    shapes["LookoutMetrics"] = .structure([:])
    shapes["SAPOData"] = .structure(["objectPath": object], required: ["objectPath"])
    shapes["CustomConnector"] = .structure(
      ["entityName": .text(.nonSpace, max: 1_024)], required: ["entityName"])
    return shapes
  }()

  private static let errorHandling = Shape.structure([
    "failOnFirstDestinationError": .boolean, "bucketPrefix": bucketPrefix, "bucketName": bucket,
  ])

  private static let outputFormat = Shape.structure([
    "fileType": .choice(["CSV", "JSON", "PARQUET"]), "preserveSourceDataTyping": .boolean,
    "prefixConfig": .structure([
      "prefixType": .choice(["FILENAME", "PATH", "PATH_AND_FILENAME"]),
      "prefixFormat": .choice(["YEAR", "MONTH", "DAY", "HOUR", "MINUTE"]),
      "pathPrefixHierarchy": .list(0...2, of: .choice(["EXECUTION_ID", "SCHEMA_VERSION"])),
    ]),
    "aggregationConfig": .structure([
      "aggregationType": .choice(["None", "SingleFile"]), "targetFileSize": .integer(0...Int64.max),
    ]),
  ])

  private static let task = Shape.structure(
    [
      "sourceFields": .list(0...10_000, of: .text(.any, max: 2_048)),
      "destinationField": .text(.any, max: 256),
      "connectorOperator": .structure(operators),
      "taskProperties": .map(0...100, of: .text(.any, max: 2_048)),
      "taskType": .choice([
        "Arithmetic", "Filter", "Map", "Map_all", "Mask", "Merge", "Passthrough", "Truncate", "Validate",
        "Partition",
      ]),
    ], required: ["sourceFields", "taskType"])
}
