/// The objects and fields that the simulated Salesforce has. Other connectors show no entities.
enum EntityCatalog {
  struct Field: Sendable {
    let name: String
    let type: String
  }

  static let salesforce: [String: [Field]] = [
    "Account": standard + fields("Name:string", "Industry:picklist", "Phone:phone", "Website:url"),
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

  private static func fields(_ descriptions: String...) -> [Field] {
    descriptions.compactMap { text in
      let parts = text.split(separator: ":")
      return parts.count == 2 ? Field(name: String(parts[0]), type: String(parts[1])) : nil
    }
  }
}
