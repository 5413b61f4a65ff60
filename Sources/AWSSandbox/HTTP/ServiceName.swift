/// The services that the sandbox plays.
enum ServiceName: String, Sendable {
  case sts, appflow, s3, secretsmanager, salesforce
}
