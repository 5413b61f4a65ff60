import CSQLite

/// An error that SQLite reported.
package struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// SQLite's extended result code, such as 2067 for a violated UNIQUE constraint.
  package let extendedCode: Int32
  /// SQLite's own words; for a RAISE in a trigger, the trigger's.
  package let message: String

  package init(extendedCode: Int32, message: String) {
    self.extendedCode = extendedCode
    self.message = message
  }

  /// The primary result code.
  package var code: Code { Code(rawValue: extendedCode & 0xFF) }

  package var description: String { message }

  /// SQLite's primary result codes, those that somebody asks for.
  package struct Code: RawRepresentable, Sendable, Equatable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let busy = Code(rawValue: SQLITE_BUSY)
    package static let readOnly = Code(rawValue: SQLITE_READONLY)
    package static let full = Code(rawValue: SQLITE_FULL)
    package static let cannotOpen = Code(rawValue: SQLITE_CANTOPEN)
    package static let corrupt = Code(rawValue: SQLITE_CORRUPT)
    package static let notADatabase = Code(rawValue: SQLITE_NOTADB)
    package static let constraint = Code(rawValue: SQLITE_CONSTRAINT)
    package static let ioError = Code(rawValue: SQLITE_IOERR)
  }
}
