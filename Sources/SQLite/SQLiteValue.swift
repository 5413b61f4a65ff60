/// A value to bind to a statement's parameter.
package enum SQLiteValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)

  package static func optional(_ value: Int64?) -> SQLiteValue { value.map { .integer($0) } ?? .null }
  package static func optional(_ value: String?) -> SQLiteValue { value.map { .text($0) } ?? .null }
  package static func integer(_ value: Int) -> SQLiteValue { .integer(Int64(value)) }
}
