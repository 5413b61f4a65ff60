import AWSClient
import Foundation
import Testing

@Suite("AppFlow's operations")
struct AppFlowOperationTests {
  @Test("names, paths and client tokens are those of the service's model")
  func model() async throws {
    let server = try WireServer.shared.get()
    try server.requireBotocore()
    let response = try await CurlTransport().send(
      HTTPRequest(method: "GET", url: "\(server.base)/appflow-model", timeoutMs: 20_000))
    let model = try JSONValue(parsing: response.body)
    for operation in AppFlowOperation.allCases {
      let known = try #require(model[operation.name], "\(operation.name) is not in the model")
      #expect(known["path"]?.string == operation.path)
      #expect(known["method"] == "POST")
      #expect(known["clientToken"]?.bool == (operation.effect == .writeWithClientToken), "\(operation.name)")
    }
  }

  @Test("only reads and writes with a client token may be repeated")
  func repetition() async throws {
    let cases: [(AppFlowOperation, String, Bool)] = [
      (.describeFlow, #"{"flowName":"f"}"#, false),
      (.createFlow, #"{"clientToken":"t"}"#, false),
      (.startFlow, #"{"flowName":"f"}"#, true),
      (.startFlow, #"{"flowName":"f","clientToken":""}"#, true),
      (.startFlow, "not JSON", true),
      (.stopFlow, #"{"flowName":"f","clientToken":"not a parameter here"}"#, true),
      (.deleteFlow, #"{"flowName":"f"}"#, true),
    ]
    for (operation, body, wantsFreshConnection) in cases {
      let transport = ScriptedTransport(.status(200))
      let client = AWSClient(
        transport: transport, endpoints: EndpointResolver(environment: [:]), time: InstantTime(),
        random: FixedRandom())
      _ = try await AppFlow(caller: client, region: "eu-central-1").send(
        operation, body: Array(body.utf8), as: StaticCredentials(SignatureTests.key), observe: { _ in })
      #expect(transport.requests[0].freshConnection == wantsFreshConnection, "\(operation) \(body)")
      #expect(transport.requests[0].body == Array(body.utf8))
      #expect(
        transport.requests[0].url == "https://appflow.eu-central-1.amazonaws.com\(operation.path)")
    }
  }
}
