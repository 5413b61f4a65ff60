import Glibc
import TestSupport
import Testing

@testable import SQLite

@Suite("SQLite: turns at writing")
struct WriteTurnTests {
  private let file: EmptyDatabase

  init() throws {
    file = try EmptyDatabase()
    try file.connect().execute("CREATE TABLE t (v INTEGER PRIMARY KEY)")
  }

  @Test("who waits is seen by all others, and they step back before one who has waited for long")
  func signs() throws {
    let waiting = try file.connect()
    let other = try file.connect()
    for connection in [waiting, other] { _ = try connection.integer("SELECT count(*) FROM t") }
    #expect(!other.turn.othersWait)
    waiting.turn.announce()
    #expect(other.turn.othersWait && !waiting.turn.othersWait, "not by itself")
    #expect(other.turn.stepBack() == 0)
    waiting.turn.urge()
    #expect(other.turn.stepBack() > 0)
    #expect(waiting.turn.stepBack() == 0)
    waiting.turn.withdraw()
    #expect(!other.turn.othersWait && other.turn.stepBack() == 0)
  }

  @Test("a log of writes that comes later is looked for again")
  func logComesLater() throws {
    let one = try file.connect()
    one.turn.announce()
    #expect(!one.turn.othersWait, "there is no log yet, and nobody else")
    let other = try file.connect()
    for connection in [one, other] { _ = try connection.integer("SELECT count(*) FROM t") }
    one.turn.announce()
    #expect(other.turn.othersWait)
  }

  @Test("who kept others out for long keeps still for a moment, whether or not anybody says that he waits")
  func longTransaction() throws {
    let one = try file.connect()
    try one.beginImmediate()
    try one.run("COMMIT")
    #expect(!one.turn.makeWay())
    try one.beginImmediate()
    usleep(UInt32(WriteTurn.longUs))
    try one.run("COMMIT")
    #expect(one.turn.makeWay())
  }

  @Test("the lock that is to be had at once is taken only where nobody has it or has waited for it")
  func atOnce() throws {
    let (one, other) = (try file.connect(), try file.connect())
    #expect(try one.beginAtOnce())
    #expect(try !other.beginAtOnce())
    try one.run("COMMIT")
    other.turn.urge()
    #expect(try !one.beginAtOnce() && other.beginAtOnce())
    #expect(!other.turn.othersWait && !one.isInTransaction && other.isInTransaction)
  }
}
