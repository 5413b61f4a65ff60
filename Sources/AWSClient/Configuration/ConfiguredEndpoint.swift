/// An endpoint that a profile names.
package struct ConfiguredEndpoint: Sendable, Equatable {
  package let url: String
  /// Where it stands: `profile 'prod' in ~/.aws/config, line 3`.
  package let place: String

  package init(url: String, place: String) {
    self.url = url
    self.place = place
  }
}
