package import SQLite

extension DatabaseError {
  /// SQLite's error in words that tell a person what to do.
  package init(_ error: SQLiteError, path: String) {
    switch error.code {
    case .readOnly:
      self.init(.readOnly, "\(path) can only be read; make the file and its folder writable for this user")
    case .full:
      self.init(.full, "the disk of \(path) is full; nothing was lost: make room and try again")
    case .busy:
      self.init(
        .busy,
        "\(path) was locked by another program for \(QueueLimits.busyTimeoutMs / 1000) s; "
          + "end that program's transaction and try again")
    case .corrupt:
      self.init(.damaged, "\(path) is damaged (\(error.message)); restore it from a backup")
    case .notADatabase:
      self.init(
        .notOurs,
        "\(path) is not a database; name Headgate's with --db, or make a new one with `headgate init`")
    case .cannotOpen:
      self.init(
        .inaccessible,
        "\(path) cannot be opened; check that it and its folder can be read and written by this user")
    case .ioError:
      self.init(.inaccessible, "\(path) cannot be read or written (\(error.message)); check its disk")
    default:
      self.init(.other, "\(path): \(error.message)")
    }
  }

  /// Runs `body`; an error of SQLite's comes out as a `DatabaseError`.
  package static func explaining<T>(_ path: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as SQLiteError {
      throw DatabaseError(error, path: path)
    }
  }
}
