/// What is sent for a job, and what of it must never be shown.
struct AWSPayload: Sendable {
  let bytes: [UInt8]
  let secrets: [String]
}
