import AWSClient
import TestSupport
import Testing
import TimeAndChance

@testable import Headgate

@Suite("Templates")
struct TemplateTests {
  private func template(_ files: [(String, String)]) throws -> Template {
    try Template(name: "t", files: files.map { (name: $0.0, text: $0.1) })
  }

  private func problems(_ files: [(String, String)]) -> [String] {
    do {
      _ = try Template(name: "t", files: files.map { (name: $0.0, text: $0.1) })
      return []
    } catch { return error.problems.map(\.description) }
  }

  private func render(_ text: String, _ values: [String: String]) throws -> String {
    let named = Dictionary(uniqueKeysWithValues: values.map { (ColumnName($0.key), $0.value) })
    return try TemplateText(parsing: text).render { named[$0] }
  }

  @Test("Variables are filled in, escaped for JSON, and nothing else changes")
  func rendering() throws {
    #expect(
      try render(#"{ "a" : "x${Name}y$ ${!Name} {}$" }"#, ["name": "\"\\\n"])
        == #"{ "a" : "x\"\\\ny$ ${Name} {}$" }"#)
    #expect(try render(#"{"${K}":["${K}${K}"]}"#, ["k": "é"]) == #"{"é":["éé"]}"#)
    #expect(try render(#"{"a":"${InstanceUrl}"}"#, ["instance_url": "u"]) == #"{"a":"u"}"#)
    #expect(try render(#"{"a":"${A}"}"#, ["a": "${B}"]) == #"{"a":"${B}"}"#, "a value is not read again")
    #expect(throws: TemplateText.MissingValue.self) { try render(#"{"a":"${A}"}"#, [:]) }
  }

  @Test("A variable that is not closed, or stands outside a string, is refused with its line")
  func malformed() {
    for (text, line) in [
      ("{\n\"a\":\"${A\"}", 2), ("{\"a\":\n${A}}", 2), ("{\"a\":\"${}\"}", 1), ("{\n\n]", 3),
    ] {
      let error = #expect(throws: TemplateText.Failure.self) { try TemplateText(parsing: text) }
      #expect(error?.line == line, "\(text)")
    }
  }

  @Test("Random values in random places give the JSON that was meant")
  func randomRendering() throws {
    let random = Seed("randomRendering").random
    let json = RandomJSON(random: random)
    for _ in 0..<1_000 {
      let value = json.string()
      let (before, after) = (json.string().filter { $0 != "$" }, json.string().filter { $0 != "$" })
      // Written as it is, so that neither dollar nor brace of the variable is escaped.
      let text = "{\"a\":\"\(JSONEscaping.escaped(before))${V}\(JSONEscaping.escaped(after))\"}"
      let rendered = try render(text, ["v": value])
      #expect(
        try JSONDocument(parsing: rendered).value == .object(["a": .string(before + value + after)]),
        "\(text)")
    }
  }

  private let payload = "{\"flowName\":\"ab\"}"

  @Test("Steps wait for what they need when the template does not say")
  func defaultOrder() throws {
    let template = try template([
      ("01-assume-role.json", "{}"), ("02-put-bucket-policy.json", "{}"),
      ("03-create-connector-profile.json", "{}"),
      ("04-create-flow.json", "{}"), ("04-create-flow.contacts.json", "{}"), ("05-start-flow.json", "{}"),
    ])
    let after = Dictionary(uniqueKeysWithValues: template.steps.map { ($0.name, $0.after.sorted()) })
    #expect(after["assume-role"] == [])
    #expect(after["put-bucket-policy"] == ["assume-role"])
    #expect(after["create-connector-profile"] == ["assume-role"])
    #expect(after["create-flow"] == ["create-connector-profile", "put-bucket-policy"])
    #expect(after["create-flow.contacts"] == ["create-connector-profile", "put-bucket-policy"])
    #expect(after["start-flow"] == ["create-flow", "create-flow.contacts"])
    #expect(template.steps.map(template.idempotencyKey(of:)).last == "onboard/t/start-flow")
  }

  @Test("A template that takes things away again has its own order")
  func teardownOrder() throws {
    let template = try template([
      ("1-delete-connector-profile.json", "{}"), ("2-delete-flow.json", "{}"), ("3-stop-flow.json", "{}"),
    ])
    #expect(template.steps.map(\.name) == ["stop-flow", "delete-flow", "delete-connector-profile"])
  }

  @Test("template.json says otherwise")
  func settings() throws {
    let template = try template([
      ("01-create-flow.json", "{}"), ("02-assume-role.json", "{}"),
      (
        "template.json",
        #"{"name":"n","description":"d","steps":{"create-flow":{"after":[],"keySuffix":"v2"}}}"#
      ),
    ])
    #expect(template.name == "n" && template.description == "d")
    #expect(template.steps.map(\.name) == ["create-flow", "assume-role"])
    #expect(
      template.steps.map(template.idempotencyKey(of:)) == [
        "onboard/n/create-flow/v2", "onboard/n/assume-role",
      ])
  }

  @Test("What is wrong with a template is said with the file")
  func refuses() {
    #expect(problems([]) == ["template: has 0 payloads; expected 1 to 100 files NN-KIND.json"])
    #expect(
      problems([("flow.json", "{}"), ("1-creat-flow.json", "{}"), ("2-create-flow.json", "{\n,}")]) == [
        "1-creat-flow.json: 'creat-flow' is not a kind of job; did you mean create-flow?",
        "2-create-flow.json:2: is not JSON: column 1: expected a member's name in double quotes",
        "flow.json: is not named NN-KIND.json, such as 04-create-flow.json",
      ])
    #expect(problems([("1-start-flow.json", "{}"), ("2-start-flow.json", "{}")]).count == 1)
    #expect(
      problems([
        ("1-start-flow.json", "{}"),
        ("template.json", #"{"steps":{"start-flo":{},"start-flow":{"after":["x"]}},"nam":"n"}"#),
      ]) == ["template.json: nam: is not a member of template.json; did you mean name?"])
    #expect(
      problems([
        ("1-start-flow.json", "{}"),
        ("template.json", #"{"steps":{"start-flo":{},"start-flow":{"after":["x"]}}}"#),
      ]) == [
        "template.json: steps.start-flo: is not a step; did you mean start-flow?",
        "template.json: steps.start-flow.after: 'x' is not a step; known: start-flow",
      ])
    #expect(
      problems([
        ("1-start-flow.json", "{}"), ("2-create-flow.json", "{}"),
        ("template.json", #"{"steps":{"create-flow":{"after":["start-flow"]}}}"#),
      ]).first?.contains("wait for each other") == true)
    #expect(problems([("1-start-flow.json", "{}"), ("template.json", "[")]).count == 1)
    #expect(throws: OnboardingError.self) { try Template.load(directory: "/nonexistent") }
  }
}
