/// A JSON value whose objects keep the order in which their members were written down.
///
///     console.out.json(["id": job.id, "payload": RawJSON(job.payload), "error": job.lastError])
///
/// It only prints. An object within an object is written `OrderedJSON([…])` or `[…] as OrderedJSON`.
indirect enum OrderedJSON: Sendable {
  case object([(key: String, value: OrderedJSON)])
  case array([OrderedJSON])
  case string(String)
  case integer(Int64)
  case number(Double)
  case bool(Bool)
  case null
  /// JSON text from elsewhere.
  case raw(String)

  /// One line, without spaces between its parts.
  var text: String {
    var writer = JSONWriter()
    writer.write(self)
    return writer.text
  }
}

extension OrderedJSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  init(dictionaryLiteral elements: (String, any JSONRepresentable)...) {
    self = .object(elements.map { ($0, $1.json) })
  }

  init(arrayLiteral elements: any JSONRepresentable...) { self = .array(elements.map(\.json)) }

  init(_ value: OrderedJSON) { self = value }

  /// The object with one more member at its end.
  func adding(_ key: String, _ value: some JSONRepresentable) -> OrderedJSON {
    guard case .object(let members) = self else { preconditionFailure("only objects have members") }
    return .object(members + [(key, value.json)])
  }
}
