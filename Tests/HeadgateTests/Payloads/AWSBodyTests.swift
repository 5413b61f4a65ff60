import AWSClient
import Headgate
import TestSupport
import Testing
import TimeAndChance

@Suite("The body that goes to AWS")
struct AWSBodyTests {
  private func body(
    _ payload: String, stripping: Set<String> = [], token: String? = nil,
    secrets: [SecretReference: String] = [:]
  ) throws -> String {
    String(
      decoding: try AWSBody.bytes(
        payload: payload, stripping: stripping, clientToken: token, secrets: secrets), as: UTF8.self)
  }

  @Test("A payload that needs no change goes out as it is, byte for byte")
  func verbatim() throws {
    let payload = " {\"flowName\" : \"a\\u0062\", \"n\": 1.0, \"big\": 12345678901234567890 }\n"
    #expect(try body(payload) == payload)
    #expect(try body(payload, stripping: ["wait"]) == payload)
  }

  @Test(
    "Own members are cut out wherever they stand",
    arguments: [
      ("{\"wait\":true}", "{}"),
      ("{ \"wait\" : true }", "{  }"),
      ("{\"wait\":true,\"a\":1}", "{\"a\":1}"),
      ("{\"a\":1,\"wait\":true}", "{\"a\":1}"),
      ("{\"a\":1,\"wait\":true,\"b\":2}", "{\"a\":1,\"b\":2}"),
      ("{\"wait\":1,\"cancelRunning\":2,\"a\":{\"wait\":1}}", "{\"a\":{\"wait\":1}}"),
      ("{\"a\":1,\"wait\":[1,{\"x\":\"}\"}],\"cancelRunning\":\"\\\",\"}", "{\"a\":1}"),
      ("{\"w\\u0061it\":true,\"a\":1}", "{\"a\":1}"),
    ])
  func strips(payload: String, expected: String) throws {
    #expect(try body(payload, stripping: ["wait", "cancelRunning"]) == expected)
  }

  @Test("The client token is the last member, unless the payload brings its own")
  func clientToken() throws {
    #expect(try body("{}", token: "t") == "{\"clientToken\":\"t\"}")
    #expect(try body("{\"a\":1 }", token: "t\"") == "{\"a\":1 ,\"clientToken\":\"t\\\"\"}")
    #expect(try body("{\"wait\":1}", stripping: ["wait"], token: "t") == "{\"clientToken\":\"t\"}")
    #expect(try body("{\"clientToken\":\"mine\"}", token: "t") == "{\"clientToken\":\"mine\"}")
    #expect(
      try body("{\"a\":{\"clientToken\":\"x\"}}", token: "t")
        == "{\"a\":{\"clientToken\":\"x\"},\"clientToken\":\"t\"}")
  }

  @Test("Secrets take the place of their references, escaped")
  func secrets() throws {
    let payload = "{\"a\":\"{{resolve:env:A}}\",\"b\":[\"x{{resolve:env:A}}y\\u00e9{{resolve:file:/b}}\"]}"
    let secrets: [SecretReference: String] = [
      .environment(name: "A"): "s\"\\\n", .file(path: "/b"): "{{resolve:env:A}}",
    ]
    #expect(
      try body(payload, secrets: secrets)
        == "{\"a\":\"s\\\"\\\\\\n\",\"b\":[\"xs\\\"\\\\\\nyé{{resolve:env:A}}\"]}")
  }

  @Test("A secret that was not resolved stops the call; one in a stripped member is not needed")
  func unresolved() throws {
    #expect(throws: AWSBodyError.self) { try body("{\"a\":\"{{resolve:env:A}}\"}") }
    #expect(try body("{\"wait\":\"{{resolve:env:A}}\"}", stripping: ["wait"]) == "{}")
  }

  @Test("A payload that is no object is refused", arguments: ["[]", "1", "{", ""])
  func refuses(_ payload: String) { #expect(throws: AWSBodyError.self) { try body(payload) } }

  @Test("Random payloads keep what is AWS's, lose what is ours, and give the same bytes each time")
  func randomPayloads() throws {
    let random = Seed("randomPayloads").random
    let json = RandomJSON(random: random)
    let own = ["wait", "onConflict", "cancelRunning"]
    for _ in 0..<2_000 {
      var members = json.object()
      members["secret"] = .string("{{resolve:env:A}}" + json.string().filter { $0 != "{" })
      for name in own where random.chance(2) { members[name] = json.value() }
      if random.chance(3) { members["clientToken"] = "own" }
      let order = members.map { (name: $0.key, text: json.text($0.value)) }
      let payload = json.space() + json.text(order) + json.space()
      let secret = json.string()

      let secrets: [SecretReference: String] = [.environment(name: "A"): secret]
      let first = try body(payload, stripping: Set(own), token: "t", secrets: secrets)
      var expected = members.filter { !own.contains($0.key) }
      if expected["clientToken"] == nil { expected["clientToken"] = "t" }
      if let text = members["secret"]?.string {
        expected["secret"] = .string(secret + text.dropFirst("{{resolve:env:A}}".count))
      }
      #expect(try JSONDocument(parsing: first).value == .object(expected), "\(payload)")
      #expect(try body(payload, stripping: Set(own), token: "t", secrets: secrets) == first)
      for (name, text) in order where !own.contains(name) && name != "secret" {
        #expect(first.contains(text), "\(name) was rewritten")
      }
    }
  }

  @Test("The kinds that take a client token are known")
  func takesClientToken() {
    let takers = KindCatalog.all.map(\.kind).filter(AWSBody.takesClientToken)
    #expect(
      takers == [
        "create-connector-profile", "update-connector-profile", "create-flow", "update-flow", "start-flow",
      ])
  }

  @Test("Each kind's own members are known")
  func ownMembers() {
    #expect(AWSBody.ownMembers(of: "create-flow") == ["onConflict"])
    #expect(AWSBody.ownMembers(of: "start-flow") == ["wait", "onConflict"])
    #expect(AWSBody.ownMembers(of: "delete-flow") == ["cancelRunning"])
    #expect(AWSBody.ownMembers(of: "assume-role") == ["verifyExternalId"])
    #expect(AWSBody.ownMembers(of: "put-bucket-policy") == [])
  }
}
