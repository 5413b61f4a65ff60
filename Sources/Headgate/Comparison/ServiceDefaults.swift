import AWSClient

/// What AppFlow fills in where a request is silent. Such a member may stand on one side only.
enum ServiceDefaults {
  private static let values: [String: Set<JSONValue>] = [
    "aggregationType": ["None"],
    "dataTransferApi": ["AUTOMATIC"],
    "fileType": ["CSV"],
    "s3InputFileType": ["CSV"],
    "scheduleOffset": [0],
    "timezone": ["UTC"],
    "writeOperationType": ["INSERT"],
  ]
  /// Members that the service chooses by itself, whatever their value.
  private static let chosenByService: Set<String> = ["apiVersion", "flowErrorDeactivationThreshold"]

  static func has(_ member: String, _ value: JSONValue) -> Bool {
    chosenByService.contains(member) || values[member]?.contains(value) == true
  }
}
