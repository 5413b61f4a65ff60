/// Something to measure.
protocol Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures
}
