/// The objects and fields that the simulated applications have. Connectors that are not named show no entities.
enum EntityCatalog {
  struct Field: Sendable {
    let name: String
    let type: String

    var isPrimaryKey: Bool { type == "id" }
    /// Whether an incremental flow can tell by it what is new.
    var isTimestamp: Bool { type == "datetime" }
  }

  static func entities(of type: String) -> [String: [Field]] { byType[type] ?? [:] }

  private static let byType: [String: [String: [Field]]] = [
    "Salesforce": salesforce,
    "Servicenow": [
      "incident": serviceNow + fields("number:string", "short_description:string", "state:string"),
      "sys_user": serviceNow + fields("user_name:string", "email:string"),
    ],
    "Slack": ["C0123456789": fields("ts:datetime", "user:string", "text:string", "thread_ts:string")],
    "Zendesk": [
      "tickets": zendesk + fields("subject:string", "status:string", "priority:string"),
      "users": zendesk + fields("name:string", "email:string"),
    ],
    "CustomConnector": [
      "properties/123456789": fields(
        "date:datetime", "country:String", "sessions:Integer", "activeUsers:Integer")
    ],
  ]

  private static let salesforce: [String: [Field]] = [
    "Account": standard + fields("Name:string", "Industry:picklist", "Phone:phone", "Website:url"),
    "AccountChangeEvent": fields("ReplayId:string", "ChangeEventHeader:struct", "Name:string"),
    "Contact": standard + fields("FirstName:string", "LastName:string", "Email:email", "AccountId:reference"),
    "Lead": standard + fields("FirstName:string", "LastName:string", "Company:string", "Status:picklist"),
    "Opportunity": standard
      + fields("Name:string", "Amount:currency", "StageName:picklist", "CloseDate:date"),
    "Case": standard + fields("CaseNumber:string", "Subject:string", "Status:picklist", "Priority:picklist"),
    "User": standard + fields("Username:string", "Email:email", "IsActive:boolean"),
  ]

  private static let standard = fields(
    "Id:id", "CreatedDate:datetime", "LastModifiedDate:datetime", "SystemModstamp:datetime",
    "IsDeleted:boolean")
  private static let serviceNow = fields("sys_id:id", "sys_created_on:datetime", "sys_updated_on:datetime")
  private static let zendesk = fields("id:id", "created_at:datetime", "updated_at:datetime")

  private static func fields(_ descriptions: String...) -> [Field] {
    descriptions.compactMap { text in
      let parts = text.split(separator: ":")
      return parts.count == 2 ? Field(name: String(parts[0]), type: String(parts[1])) : nil
    }
  }
}
