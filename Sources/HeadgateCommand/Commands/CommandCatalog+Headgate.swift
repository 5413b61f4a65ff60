extension CommandCatalog {
  /// The commands of this program, in the order in which the overview shows them.
  static let headgate = CommandCatalog(
    summary: "Headgate is a durable job queue for Amazon AppFlow, on SQLite.",
    sections: [
      CommandSection("Upkeep", [.command(VersionCommand.self)])
    ],
    environment: [
      ("HEADGATE_DB", "the database, where --db does not name one"),
      ("AWS_PROFILE, AWS_REGION, …", "AWS's own variables: credentials and Region"),
      ("AWS_ENDPOINT_URL", "another endpoint for AWS; per service: AWS_ENDPOINT_URL_APPFLOW, …"),
      ("NO_COLOR", "no colours, if not empty"),
    ])
}
