extension CommandCatalog {
  /// The commands of this program, in the order in which the overview shows them.
  static let headgate = CommandCatalog(
    summary: "Headgate is a durable job queue for Amazon AppFlow, on SQLite.",
    sections: [
      CommandSection(
        "Set up",
        [
          .command(InitCommand.self),
          .group(
            CommandGroup(
              "tenant", summary: "add, change and list tenants",
              commands: [
                TenantAddCommand.self, TenantSetCommand.self, TenantListCommand.self, TenantShowCommand.self,
                TenantPauseCommand.self, TenantResumeCommand.self,
              ])),
          .command(OnboardCommand.self),
        ]),
      CommandSection("Work", [.command(EnqueueCommand.self), .command(WorkCommand.self)]),
      CommandSection(
        "Look and mend",
        [
          .command(StatusCommand.self), .command(JobsCommand.self), .command(JobCommand.self),
          .command(WhyCommand.self), .command(LogCommand.self), .command(ReplayCommand.self),
          .command(CancelCommand.self), .command(DiscardCommand.self), .command(DriftCommand.self),
          .command(DoctorCommand.self),
          .group(
            CommandGroup(
              "catalog", summary: "what a tenant has at AWS, and can choose from",
              commands: [
                CatalogConnectorsCommand.self, CatalogConnectorCommand.self, CatalogProfilesCommand.self,
                CatalogEntitiesCommand.self, CatalogEntityCommand.self, CatalogFlowsCommand.self,
                CatalogExecutionsCommand.self, CatalogBucketsCommand.self,
              ])),
        ]),
      CommandSection(
        "Steer",
        [
          .command(PauseCommand.self), .command(ResumeCommand.self),
          .group(
            CommandGroup(
              "kind", summary: "limits and retry rules of each kind of job",
              commands: [KindListCommand.self, KindSetCommand.self])),
          .group(
            CommandGroup(
              "queue", summary: "limits of the queue as a whole, and what it prunes",
              commands: [QueueShowCommand.self, QueueSetCommand.self])),
          .command(PruneCommand.self),
        ]),
      CommandSection(
        "Try out",
        [
          .command(DemoCommand.self),
          .group(
            CommandGroup(
              "sandbox", summary: "a simulated AWS for development",
              commands: [SandboxServeCommand.self, SandboxApplyCommand.self])),
        ]),
      CommandSection("About", [.command(VersionCommand.self)]),
    ],
    environment: [
      ("HEADGATE_DB", "the database, where --db does not name one"),
      ("AWS_ACCESS_KEY_ID, …", "AWS's own variables: credentials, AWS_REGION, AWS_CA_BUNDLE"),
      ("AWS_ENDPOINT_URL", "another endpoint for AWS; per service: AWS_ENDPOINT_URL_APPFLOW, …"),
      ("NO_COLOR", "no colours, if not empty"),
    ],
    examples: [CommandExample("headgate demo", "see all of it at work")])
}
