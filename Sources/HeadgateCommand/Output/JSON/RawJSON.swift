/// JSON text that the database holds, to be printed as it is: a payload, a result, a log entry's detail. SQLite has
/// checked that it is valid; `nil` prints as `null`.
struct RawJSON: JSONRepresentable {
  let text: String?

  init(_ text: String?) { self.text = text }

  var json: OrderedJSON { text.map(OrderedJSON.raw) ?? .null }
}
