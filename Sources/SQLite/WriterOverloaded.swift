/// Too many writes wait for the database.
package struct WriterOverloaded: Error, Sendable, CustomStringConvertible {
  let waiting: Int

  package var description: String {
    "\(waiting) writes wait for the database already; slow down and try again"
  }
}
