extension AppFlowShapes {
  static func connectorProfile(isNew: Bool) -> Shape {
    var members: [String: Shape] = [
      "connectorProfileName": profileName, "connectionMode": connectionMode, "clientToken": clientToken,
      "connectorProfileConfig": .structure(
        [
          "connectorProfileProperties": .structure(profileProperties),
          "connectorProfileCredentials": .structure(profileCredentials),
        ], required: ["connectorProfileProperties"]),
    ]
    var required = ["connectorProfileName", "connectionMode", "connectorProfileConfig"]
    if isNew {
      members["connectorType"] = connectorType
      members["connectorLabel"] = .text(.label, max: 256)
      members["kmsArn"] = .text(20...2_048, .kmsArn)
      required.insert("connectorType", at: 1)
    }
    return .structure(members, required: required)
  }
}
