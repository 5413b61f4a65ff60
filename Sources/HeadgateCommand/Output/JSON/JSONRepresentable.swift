/// What can stand in JSON output.
protocol JSONRepresentable {
  var json: OrderedJSON { get }
}

extension OrderedJSON: JSONRepresentable {
  var json: OrderedJSON { self }
}

extension String: JSONRepresentable {
  var json: OrderedJSON { .string(self) }
}

extension Bool: JSONRepresentable {
  var json: OrderedJSON { .bool(self) }
}

extension Int: JSONRepresentable {
  var json: OrderedJSON { .integer(Int64(self)) }
}

extension Int64: JSONRepresentable {
  var json: OrderedJSON { .integer(self) }
}

extension Double: JSONRepresentable {
  var json: OrderedJSON { .number(self) }
}

extension Optional: JSONRepresentable where Wrapped: JSONRepresentable {
  var json: OrderedJSON { self?.json ?? .null }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
  var json: OrderedJSON { .array(map(\.json)) }
}
