/// Why a call has no URL: a sentence for whoever set the configuration.
package struct EndpointError: Error, Sendable, Equatable {
  package let message: String

  package init(_ message: String) { self.message = message }
}
