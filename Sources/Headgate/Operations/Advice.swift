/// What an operator can do about each reason, in one line. docs/errors.md is the same list.
package enum Advice {
  package static func forReason(_ reason: String) -> String? { byReason[reason] }

  package static let all: [(reason: String, advice: String)] = [
    ("access-denied", "let the tenant add the missing permission to its role, then replay"),
    (
      "assume-role-denied",
      "compare role, trust policy and external id with the tenant's settings, then replay"
    ),
    ("attempt-timed-out", "see in the job's log which call hung; replay when the service answers again"),
    ("aws-credentials", "check the worker's own AWS credentials (AWS_ACCESS_KEY_ID, …), then replay"),
    ("bucket-policy", "mend or shorten the bucket's policy, then replay"),
    ("cancelled", "nothing: somebody cancelled it"),
    ("conflict", "compare with what is there; set onConflict to adopt or update, or remove it, then replay"),
    ("connection-failed", "check network and endpoint; it is tried again by itself"),
    ("connection-lost", "nothing: it is tried again by itself, with the same client token"),
    ("connector-credentials", "let the tenant renew its credentials for the source, then replay"),
    ("connector-server", "the source behind the connector failed; replay when it is up again"),
    ("deadline-passed", "see why it waited so long; replay gives it a new start without a deadline"),
    ("endpoint", "check the Region and AWS_ENDPOINT_URL"),
    ("external-id", "let the tenant add the condition sts:ExternalId to its trust policy, then replay"),
    ("flow-run-cancelled", "somebody cancelled the run; replay to run the flow again"),
    ("flow-run-endless", "look at the run in AppFlow; replay to wait on"),
    ("flow-run-failed", "see the run's message; mend the source, the flow or the destination, then replay"),
    ("internal-error", "report it with the job's log: this is a fault of Headgate's"),
    ("invalid-answer", "something between us and AWS answers in its place: check proxies and endpoints"),
    ("invalid-payload", "replay with a mended payload: headgate replay ID --payload FILE"),
    ("invalid-request", "AWS refuses the request as it is: replay with a mended payload"),
    ("not-found", "create what is missing, then replay"),
    ("overloaded", "lower --concurrency if it comes often; it is tried again by itself"),
    (
      "private-connection-failed",
      "see AppFlow's cause; mend the endpoint service or let it accept the connection, then replay"
    ),
    ("quota", "raise the account's quota or remove what is not needed, then replay"),
    ("rate-limited", "nothing: the job waits for its turn at the account's request rate"),
    ("secret-denied", "let the worker's credentials read the secret, then replay"),
    ("secret-missing", "store the secret under the name that the payload refers to, then replay"),
    ("secret-unavailable", "nothing: it is tried again by itself"),
    ("secret-unusable", "store the secret as a JSON object with text members, then replay"),
    ("server-error", "nothing: it is tried again by itself; if it is dead, replay when AWS is well"),
    ("signature", "check the worker's clock and credentials"),
    ("tenant-misconfigured", "complete the tenant's settings with headgate tenant set, then replay"),
    ("throttled", "wait for the account's rate to recover, then replay with --stagger"),
    ("timed-out", "nothing: it is tried again by itself; if it is dead, replay when the service answers"),
    ("unknown-kind", "start a worker of a version that knows this kind"),
    ("unsupported-operation", "the flow does not allow this; see its trigger type"),
    (
      "waiting-for-credentials",
      "mend the credentials that its message names and replay what died of them; it then runs by itself"
    ),
    ("worker-lost", "find out what killed the worker under this job before you replay it"),
    ("wrong-account", "correct the tenant's role: it leads into another account"),
    ("wrong-region", "use a bucket in the Region of the tenant's flows"),
  ]

  private static let byReason = Dictionary(uniqueKeysWithValues: all.map { ($0.reason, $0.advice) })
}
