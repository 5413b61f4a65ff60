/// The endpoints that a profile names: in the `services` section it refers to, and by `endpoint_url`.
package struct ConfiguredEndpoints: Sendable, Equatable {
  /// By the service's name in such a section: `appflow`, `secrets_manager`.
  package var services: [String: ConfiguredEndpoint] = [:]
  package var all: ConfiguredEndpoint?
  /// `ignore_configured_endpoint_urls`
  package var areIgnored = false

  /// The services that we ask.
  private static let known = Set(AWSService.allCases.map { $0.environmentName.lowercased() } + ["sso"])

  package init() {}

  init(
    of profile: Profile, _ profiles: ProfileMap, environment: [String: String]
  ) throws(AWSSettingsError) {
    areIgnored = try profile.text("ignore_configured_endpoint_urls")?.lowercased() == "true"
    // Then a fault in what is ignored is nobody's business.
    guard !EndpointResolver.ignoresConfigured(environment, self) else { return }
    if let url = try profile.text("endpoint_url") {
      all = ConfiguredEndpoint(url: url, place: profile.place(of: "endpoint_url"))
    }
    guard let name = try profile.text("services") else { return }
    guard let section = profiles.services[name], !section.values.isEmpty else {
      throw AWSSettingsError(
        "\(profile.place(of: "services")): there is no [services \(name)], or nothing in it, in \(profiles.configName): expected it there"
      )
    }
    for (service, value) in section.values {
      guard case .nested(let settings) = value.content else {
        // What [DEFAULT] holds stands here too.
        guard Self.known.contains(service) else { continue }
        throw AWSSettingsError(
          "[services \(name)] in \(profiles.configName), line \(value.line): expected nothing after '\(service) =' "
            + "and below it, indented, 'endpoint_url = URL'")
      }
      guard let setting = settings["endpoint_url"], let url = setting.text, !url.isEmpty else { continue }
      services[service] = ConfiguredEndpoint(
        url: url, place: "[services \(name)] in \(profiles.configName), line \(setting.line)")
    }
  }
}
