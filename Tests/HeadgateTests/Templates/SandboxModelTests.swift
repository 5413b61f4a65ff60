import AWSClient
import TestSupport
import Testing

@testable import AWSSandbox

@Suite("The sandbox's connectors, against botocore")
struct SandboxModelTests {
  @Test("Profiles and operators have the members, the required ones and the choices of the model")
  func connectors() throws {
    let script = """
      import botocore.session, json
      model = botocore.session.get_session().get_service_model('appflow')
      def outline(shape):
          if shape.type_name == 'structure':
              return {
                  'members': {name: outline(member) for name, member in shape.members.items()},
                  'required': sorted(shape.required_members),
              }
          if shape.type_name == 'list': return [outline(shape.member)]
          if shape.type_name == 'map': return [outline(shape.value)]
          return sorted(shape.enum) if getattr(shape, 'enum', None) else shape.type_name.replace('long', 'integer')
      for name in ('ConnectorProfileProperties', 'ConnectorProfileCredentials', 'ConnectorOperator'):
          members = outline(model.shape_for(name))['members']
          for connector in sorted(members): print(json.dumps([name, connector, members[connector]]))
      """
    let ours = [
      ("ConnectorProfileProperties", AppFlowShapes.profileProperties),
      ("ConnectorProfileCredentials", AppFlowShapes.profileCredentials),
      ("ConnectorOperator", AppFlowShapes.operators),
    ]
    let wanted = try PythonReference.lines(script, input: []).map { try JSONValue(parsing: $0) }
    #expect(wanted.count == ours.reduce(0) { $0 + $1.1.count } && wanted.count > 50)
    for (name, shapes) in ours {
      for (connector, shape) in shapes {
        let found: JSONValue = [.string(name), .string(connector), outline(shape)]
        #expect(wanted.contains(found), "\(found.text())")
      }
    }
  }

  private func outline(_ shape: Shape) -> JSONValue {
    switch shape {
    case .text, .secret: "string"
    case .choice(let choices): .array(choices.sorted().map { .string($0) })
    case .integer: "integer"
    case .boolean: "boolean"
    case .timestamp: "timestamp"
    case .list(_, let element), .map(_, let element): [outline(element)]
    case .structure(let members, let required):
      [
        "members": .object(members.mapValues { outline($0) }),
        "required": .array(required.sorted().map { .string($0) }),
      ]
    }
  }
}
