import AWSClient
import Headgate
import WorkQueue

/// `headgate doctor`
struct DoctorCommand: Command {
  static let offline = Flag("offline", "leave AWS out: look at the database only")

  static let spec = CommandSpec(
    "doctor", summary: "check the database's invariants, and who we are at AWS", parameters: [offline],
    discussion: """
      Reads the whole database and checks that nothing is lost, that the log gives the current states, that order \
      and leases hold and that the file is sound; then asks AWS for the identity of the worker's credentials. Exit \
      code 1 if anything is wrong.
      """,
    examples: [CommandExample("headgate doctor --offline", "after a crash or a restore")])

  private struct Identity {
    let source: String
    let account: String
    let arn: String
  }

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let findings = try await context.openForReading().audit()
    var identity: Identity?
    var trouble: String?
    if !arguments[Self.offline] {
      do {
        identity = try await identify(context)
      } catch {
        trouble = CommandError.wrapping(error).message
      }
    }
    if context.json {
      context.console.out.json([
        "findings": findings.map { finding -> OrderedJSON in
          ["invariant": finding.invariant, "message": finding.message]
        },
        "credentials": identity?.source, "account": identity?.account, "arn": identity?.arn,
        "aws_error": trouble,
      ])
    } else {
      report(findings, identity, trouble, context)
    }
    if !findings.isEmpty || trouble != nil { throw CommandError.alreadyReported() }
  }

  private func identify(_ context: CommandContext) async throws -> Identity {
    let settings = try AWSSettings.load(environment: context.environment)
    let connection = AWSConnection(
      settings, vault: context.console.vault, time: context.time, random: context.random)
    let sourced = try await DefaultCredentials(
      settings: settings, transport: connection.transport, time: context.time, random: context.random
    ).sourced { _ in }
    // STS knows every key in every Region; without a Region of our own the oldest one answers.
    let sts = STS(caller: connection.caller, region: connection.region ?? "us-east-1")
    let identity = try await sts.callerIdentity(
      as: StaticCredentials(sourced.credentials), observe: { _ in })
    return Identity(
      source: sourced.source.description, account: identity.account, arn: identity.arn)
  }

  private func report(
    _ findings: [AuditFinding], _ identity: Identity?, _ trouble: String?, _ context: CommandContext
  ) {
    let out = context.console.out
    var fields = Fields()
    fields.add(
      "database",
      findings.isEmpty
        ? "\(context.databasePath): \("sound", .good)"
        : "\(context.databasePath): \("\(findings.count) findings", .bad)")
    fields.add("credentials", identity.map { "\($0.source)" })
    fields.add("we are", identity.map { "\($0.arn), account \($0.account)" })
    fields.add("AWS", trouble.map { "\($0, .bad)" })
    fields.print(to: out)
    for finding in findings { out.line("\(finding.description)") }
  }
}
