/// What was measured, by name.
typealias Figures = [String: Double]
