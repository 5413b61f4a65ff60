/// Who called: an IAM user by a long-lived key, or a session of a role.
struct Caller: Sendable, Equatable {
  let account: String
  /// `arn:aws:sts::…:assumed-role/ROLE/SESSION` for a session.
  let arn: String
  /// The role's own ARN for a session.
  let principalArn: String
  let userId: String
  let permissions: SandboxState.Permissions

  var isSession: Bool { arn != principalArn }
}
