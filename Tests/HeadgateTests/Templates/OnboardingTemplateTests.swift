import AWSClient
import AWSSandbox
import Foundation
import Headgate
import TestSupport
import Testing
import WorkQueue

@Suite("The templates for onboarding")
struct OnboardingTemplateTests {
  @Test("There is one for each source and trigger, and the index names them all")
  func index() throws {
    let readme = try String(contentsOfFile: OnboardingTemplate.folder + "/README.md", encoding: .utf8)
    let linked = readme.matches(of: /\[([a-z0-9-]+)\]\(\1\)/).map { String($0.1) }
    #expect(linked.sorted() == OnboardingTemplate.names)
    for source in ["salesforce", "servicenow", "slack", "zendesk", "google-analytics"] {
      for trigger in ["on-demand", "scheduled"] { #expect(linked.contains("\(source)-to-s3-\(trigger)")) }
    }
  }

  @Test("Each passes validation for every tenant", arguments: OnboardingTemplate.names)
  func validates(_ name: String) throws {
    let template = try OnboardingTemplate(name)
    #expect(template.template.name == name)
    #expect(template.template.description?.isEmpty == false)
    #expect(template.plan.tenants.map(\.name) == ["oak", "elm"])
    #expect(template.plan.warnings == [])
    #expect(template.plan.jobs.first?.kind == "assume-role")
    #expect(template.plan.jobs.last?.kind == "start-flow")
  }

  @Test("botocore takes every payload as it goes out")
  func botocore() throws {
    let script = """
      import botocore.session, botocore.validate, json, sys
      session = botocore.session.get_session()
      services = {'assume-role': 'sts', 'put-bucket-policy': 's3'}
      models = {}
      for line in sys.stdin:
          case = json.loads(line)
          service = services.get(case['kind'], 'appflow')
          model = models.setdefault(service, session.get_service_model(service))
          name = ''.join(part.capitalize() for part in case['kind'].split('-'))
          payload = case['payload']
          if case['kind'] == 'put-bucket-policy': payload['Policy'] = '{}'
          # The tenant's row has these.
          if case['kind'] == 'assume-role':
              payload |= {'RoleArn': 'arn:aws:iam::100000000001:role/x', 'RoleSessionName': 'headgate'}
          shape = model.operation_model(name).input_shape
          report = botocore.validate.ParamValidator().validate(payload, shape)
          # The validator knows nothing of enumerations.
          def enums(value, shape, path):
              if shape.type_name == 'structure':
                  for key, member in value.items(): yield from enums(member, shape.members[key], path + '.' + key)
              elif shape.type_name == 'list':
                  for member in value: yield from enums(member, shape.member, path)
              elif shape.type_name == 'string' and shape.enum and value not in shape.enum:
                  yield path + ' ' + value
          wrong = report.generate_report().replace('\\n', ' ') if report.has_errors() else ''
          print(' '.join([wrong, *enums(payload, shape, '')]).strip() or 'ok')
      """
    let jobs = try OnboardingTemplate.names.flatMap { try OnboardingTemplate($0).plan.jobs }
    let lines = try jobs.map { job in
      var secrets: [SecretReference: String] = [:]
      for reference in try SecretReference.all(in: JSONDocument(parsing: job.payload)) {
        secrets[reference] = "token"
      }
      let body = try AWSBody.bytes(
        payload: job.payload, stripping: AWSBody.ownMembers(of: job.kind),
        clientToken: AWSBody.takesClientToken(job.kind) ? "headgate-1" : nil, secrets: secrets)
      return JSONValue.object([
        "kind": .string(job.kind), "payload": try JSONValue(parsing: body),
      ]).text()
    }
    let answers = try PythonReference.lines(script, input: lines)
    #expect(answers.count == jobs.count && jobs.count >= 15 * 2 * 5)
    for (answer, job) in zip(answers, jobs) where answer != "ok" {
      Issue.record("\(job.idempotencyKey): \(answer)")
    }
  }

  @Test("Each runs to its end on the sandbox", .timeLimit(.minutes(5)), arguments: OnboardingTemplate.names)
  func runs(_ name: String) async throws {
    let plan = try OnboardingTemplate(name).plan
    let directory = try TemporaryDirectory()
    let sandbox = try OnboardingTemplate.sandbox()
    let queue = try OnboardingTemplate.queue(in: directory, on: sandbox).jobs
    _ = try await queue.enqueue(plan.jobs.map(\.newJob), saving: plan.tenants.map(\.tenant))
    let summary = try await queue.worker(WorkerOptions(drain: true)).run()
    let unfinished = try await queue.jobs(limit: 1_000).filter { $0.state != .succeeded }
    #expect(
      unfinished.isEmpty,
      "\(unfinished.map { "\($0.kind): \($0.state) \($0.reason ?? "") \($0.lastError ?? "")" })")
    #expect(summary.settled[.succeeded] == plan.jobs.count)
    let regions = sandbox.snapshot().appflow
    #expect(regions.keys.sorted() == ["200000000001/us-east-1", "200000000002/eu-central-1"])
    for region in regions.values {
      let flow = try #require(region.flows.values.first)
      #expect(region.flows.count == 1)
      #expect(flow.status == "Active")
      #expect(flow.triggerType == trigger(of: name))
      // Only what runs on demand has run; the others wait for their time, or an event.
      #expect(flow.executions.count == (name.hasSuffix("on-demand") ? 1 : 0))
    }
    try await Invariants.check(directory.file("queue.db"))
  }

  @Test("A flow on a schedule stays a draft until it is started, and takes no start that has passed")
  func schedule() async throws {
    let plan = try OnboardingTemplate("zendesk-to-s3-scheduled").plan
    let directory = try TemporaryDirectory()
    let sandbox = try OnboardingTemplate.sandbox()
    let queue = try OnboardingTemplate.queue(in: directory, on: sandbox).jobs
    let upToFlow = plan.jobs.filter { $0.tenant == "oak" && $0.kind != "start-flow" }
    _ = try await queue.enqueue(upToFlow.map(\.newJob), saving: plan.tenants.map(\.tenant))
    let flow = try #require(upToFlow.last)
    let past = flow.payload.replacing("zendesk-to", with: "past-to").replacing(
      "oak-tickets-scheduled", with: "oak-past"
    ).replacing(#""scheduleExpression""#, with: #""scheduleStartTime": 1600000000, "scheduleExpression""#)
    try await queue.enqueue(
      NewJob(
        tenant: "oak", kind: "create-flow", idempotencyKey: "past", payload: past,
        dependsOn: [.key(flow.idempotencyKey)]))
    _ = try await queue.worker(WorkerOptions(drain: true)).run()
    #expect(
      sandbox.snapshot()[account: "200000000001", region: "us-east-1"].flows.mapValues(\.status)
        == ["oak-tickets-scheduled": "Draft"])
    let refused = try #require(try await queue.jobs().first { $0.state == .dead })
    #expect(refused.idempotencyKey == "past")
    #expect(refused.lastError?.contains("start time can't be in the past") == true)
  }

  @Test("Two templates of one tenant share its profile and its bucket's policy")
  func shared() async throws {
    let directory = try TemporaryDirectory()
    let sandbox = try OnboardingTemplate.sandbox()
    let queue = try OnboardingTemplate.queue(in: directory, on: sandbox).jobs
    for name in ["salesforce-to-s3-on-demand", "salesforce-to-snowflake-scheduled"] {
      let plan = try OnboardingTemplate(name).plan
      _ = try await queue.enqueue(plan.jobs.map(\.newJob), saving: plan.tenants.map(\.tenant))
    }
    _ = try await queue.worker(WorkerOptions(drain: true)).run()
    #expect(try await queue.jobs(limit: 1_000).filter { $0.state != .succeeded }.map(\.lastError) == [])
    let state = sandbox.snapshot()
    let oak = state[account: "200000000001", region: "us-east-1"]
    #expect(oak.profiles.keys.sorted() == ["oak-salesforce", "oak-snowflake"])
    #expect(oak.flows.count == 2)
    #expect(state.journal.count { $0.operation == "PutBucketPolicy" } == 2)
  }

  private func trigger(of name: String) -> String {
    if name.hasSuffix("on-demand") { return "OnDemand" }
    return name.hasSuffix("scheduled") ? "Scheduled" : "Event"
  }
}
