/// A row to append to the work log.
package struct NewLogEntry: Sendable {
  package let atMs: Int64
  package let jobId: Int64
  package let tenant: String
  package let event: String
  package let attempt: Int
  package let detail: String?
}
