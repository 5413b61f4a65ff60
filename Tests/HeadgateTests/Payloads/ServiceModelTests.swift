import AWSClient
import Foundation
import TestSupport
import Testing
import TimeAndChance

@testable import Headgate

@Suite("The service model, against botocore")
struct ServiceModelTests {
  @Test("The generated model is what botocore gives")
  func doesNotDrift() throws {
    let script = PythonReference.repository.appending(path: "scripts/generate-appflow-model").path()
    #expect(throws: Never.self) { try PythonReference.run([script, "--check"]) }
  }

  @Test("The Regions are those of botocore")
  func regions() throws {
    let script = """
      import botocore.session
      for region in botocore.session.get_session().get_available_regions('appflow'): print(region)
      """
    #expect(try PythonReference.lines(script, input: []) == AppFlowRegions.all)
  }

  @Test("The shapes written by hand agree with botocore's STS and S3")
  func handwritten() throws {
    let script = """
      import botocore.session
      session = botocore.session.get_session()
      role = session.get_service_model('sts').operation_model('AssumeRole').input_shape
      for name in ('RoleSessionName', 'ExternalId', 'DurationSeconds'):
          print(name, role.members[name].metadata['min'], role.members[name].metadata['max'])
      policy = session.get_service_model('s3').operation_model('PutBucketPolicy').input_shape
      print(all(name in policy.members for name in ('Bucket', 'Policy', 'ExpectedBucketOwner')))
      """
    #expect(
      try PythonReference.lines(script, input: [])
        == ["RoleSessionName 2 64", "ExternalId 2 1224", "DurationSeconds 900 43200", "True"])
    let shapes = ShapeModel.shared.shapes
    guard case .string(2...64, _, _)? = shapes["RoleSessionName"]?.form,
      case .string(2...1224, _, _)? = shapes["ExternalId"]?.form,
      case .integer(900...43_200)? = shapes["RoleDurationSeconds"]?.form
    else {
      Issue.record("the shapes differ")
      return
    }
  }

  @Test("Whatever passes here passes botocore's own validation")
  func acceptedPayloadsAreSound() throws {
    let random = Seed("acceptedPayloadsAreSound").random
    let json = RandomJSON(random: random)
    let samples = [
      ("create-flow", "CreateFlow", try SamplePayloads.value(SamplePayloads.createFlow)),
      (
        "create-connector-profile", "CreateConnectorProfile",
        try SamplePayloads.value(SamplePayloads.createProfile)
      ),
    ]
    var accepted: [String] = []
    var refused = 0
    for round in 0..<2_000 {
      let (kind, operation, sample) = samples[round % 2]
      var payload = sample
      for _ in 0...random.index(2) {
        payload = payload.replacing(random.pick(payload.paths())) { old in
          switch random.index(4) {
          case 0: nil
          case 1: json.value(depth: 1)
          case 2: .string("")
          default: old
          }
        }
      }
      if PayloadValidator.violations(kind: kind, value: payload).isEmpty {
        accepted.append("{\"operation\":\"\(operation)\",\"payload\":\(payload.text())}")
      } else {
        refused += 1
      }
    }
    let script = """
      import botocore.session, botocore.validate, json, sys
      model = botocore.session.get_session().get_service_model('appflow')
      for line in sys.stdin:
          case = json.loads(line)
          shape = model.operation_model(case['operation']).input_shape
          report = botocore.validate.ParamValidator().validate(case['payload'], shape)
          print(report.generate_report().replace('\\n', ' ') if report.has_errors() else 'ok')
      """
    let answers = try PythonReference.lines(script, input: accepted)
    #expect(answers.count == accepted.count)
    #expect(accepted.count > 50 && refused > 50)
    for (answer, payload) in zip(answers, accepted) where answer != "ok" {
      Issue.record("botocore refuses what passed here: \(answer): \(payload)")
    }
  }

  @Test("Most patterns need no regular expression to say yes, and none where something else is the matter")
  func simplePatterns() throws {
    let flow = try #require(SimplePattern("[a-zA-Z0-9][\\w!@#.-]+"))
    #expect(flow.surelyMatches("accounts") && flow.surelyMatches("a-"))
    for text in ["", "a", "-a", "a b", "aé"] { #expect(!flow.surelyMatches(text), "\(text)") }
    #expect(
      SimplePattern("\\S+")?.surelyMatches("x") == true && SimplePattern(".*")?.surelyMatches("") == true)
    for other in ["a|b", "^\\d{3}$", "[^a]+", "(a)+", "[a-z]+b", "[+-=]*", "(?!aws:)[a-z]+", "[a&&b]+", "a?"]
    {
      #expect(SimplePattern(other) == nil, "\(other)")
    }
  }

  @Test("Every pattern of the model is a regular expression")
  func compiles() throws {
    for shape in ShapeModel.shared.shapes.values {
      if case .string(_, let pattern?, _) = shape.form { try pattern.check() }
    }
    #expect(throws: (any Error).self) { try ConstraintPattern("[a-").check() }
    #expect(!ConstraintPattern("[a-").matches("a"))
  }

  @Test("Patterns match what Python's re matches")
  func patterns() throws {
    let random = Seed("patterns").random
    let alphabet = Array("aZ09_-./:@#!+=?, \t%&~|{}é漢arn:aws:kms:secretsmanager::1:iam").map(String.init)
    var cases: [(pattern: String, text: String, matches: Bool)] = []
    for shape in ShapeModel.shared.shapes.values {
      guard case .string(_, let pattern?, _) = shape.form, !pattern.text.contains("10FFFF") else { continue }
      for _ in 0..<20 {
        let text = (0..<random.index(12)).map { _ in random.pick(alphabet) }.joined()
        for candidate in [text, "arn:aws:kms:\(text):12:\(text)", "https://\(text)"] {
          cases.append((pattern.text, candidate, pattern.matches(candidate)))
        }
      }
    }
    let script = """
      import json, re, sys
      for line in sys.stdin:
          case = json.loads(line)
          print(re.fullmatch(case['pattern'], case['text'], re.ASCII) is not None)
      """
    let input = cases.map {
      JSONValue.object(["pattern": .string($0.pattern), "text": .string($0.text)]).text()
    }
    let answers = try PythonReference.lines(script, input: input)
    #expect(cases.contains { $0.matches } && cases.contains { !$0.matches })
    for (answer, item) in zip(answers, cases) where (answer == "True") != item.matches {
      Issue.record("\(item.pattern) against '\(item.text)': Python says \(answer)")
    }
    #expect(answers.count == cases.count)
  }
}
