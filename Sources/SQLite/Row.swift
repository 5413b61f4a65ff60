import CSQLite

/// The current row of a statement; valid only inside the closure that receives it. Columns count from 0.
package struct Row {
  let statement: Statement

  package func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(statement.handle, Int32(column)) == SQLITE_NULL
  }

  package func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement.handle, Int32(column)) }

  package func int(_ column: Int) -> Int { Int(integer(column)) }

  package func real(_ column: Int) -> Double { sqlite3_column_double(statement.handle, Int32(column)) }

  package func text(_ column: Int) -> String {
    guard let bytes = sqlite3_column_text(statement.handle, Int32(column)) else { return "" }
    let count = Int(sqlite3_column_bytes(statement.handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  package func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }

  package func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
}
