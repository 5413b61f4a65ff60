/// A tenant's row that lacks something: nothing that a retry would mend.
struct TenantMisconfigured: Error {
  let message: String
  init(_ message: String) { self.message = message }
}
