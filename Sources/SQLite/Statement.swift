import CSQLite

/// A prepared statement, used again and again by the connection that prepared it.
final class Statement {
  let handle: OpaquePointer
  private unowned let connection: Connection
  /// A statement that is being stepped cannot be handed out a second time.
  var isInUse = false

  init(_ sql: String, on connection: Connection) throws(SQLiteError) {
    var handle: OpaquePointer?
    var tailOffset = 0
    var sql = sql
    let code = sql.withUTF8 { text in
      text.withMemoryRebound(to: CChar.self) { text in
        var tail: UnsafePointer<CChar>?
        let code = sqlite3_prepare_v3(
          connection.handle, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT),
          &handle, &tail)
        if let tail, let start = text.baseAddress { tailOffset = tail - start }
        return code
      }
    }
    guard code == SQLITE_OK, let handle else { throw connection.error(code) }
    let rest = sql.utf8.dropFirst(tailOffset)
    guard rest.allSatisfy({ $0 == 0x20 || $0 == 0x0A }) else {
      sqlite3_finalize(handle)
      throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "more than one statement in \(sql)")
    }
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
    precondition(
      values.count == Int(sqlite3_bind_parameter_count(handle)), "wrong number of values for \(sql)")
    var index: Int32 = 0
    for value in values {
      index += 1
      let code: Int32
      switch value {
      case .null: code = sqlite3_bind_null(handle, index)
      case .integer(let number): code = sqlite3_bind_int64(handle, index, number)
      case .real(let number): code = sqlite3_bind_double(handle, index, number)
      case .text(var text):
        code = text.withUTF8 { bytes in
          bytes.withMemoryRebound(to: CChar.self) { bytes in
            // An empty buffer may have no address, which would bind NULL.
            bytes.baseAddress.map {
              sqlite3_bind_text64(
                handle, index, $0, UInt64(bytes.count), headgate_sqlite_transient(), UInt8(SQLITE_UTF8))
            }
              ?? sqlite3_bind_text64(
                handle, index, "", 0, headgate_sqlite_transient(), UInt8(SQLITE_UTF8))
          }
        }
      }
      guard code == SQLITE_OK else { throw connection.error(code) }
    }
  }

  /// - Returns: whether there is a row.
  func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw connection.error(code)
    }
  }

  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
    isInUse = false
  }

  private var sql: String { sqlite3_sql(handle).map { String(cString: $0) } ?? "?" }
}
