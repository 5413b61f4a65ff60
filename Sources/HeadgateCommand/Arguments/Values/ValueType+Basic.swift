extension ValueType<String> {
  /// Any text but the empty one.
  static func text(_ placeholder: String) -> Self {
    Self(placeholder: placeholder, expectation: "a text that is not empty") { text, _ in
      text.isEmpty ? nil : text
    }
  }

  /// The path of a file or folder that the command opens or writes; `-` means nothing special.
  static func path(_ placeholder: String = "FILE") -> Self {
    Self(placeholder: placeholder, expectation: "a path") { text, _ in text.isEmpty ? nil : text }
  }

  /// One of the given words.
  static func choice(_ choices: [String], _ placeholder: String) -> Self {
    Self(placeholder: placeholder, expectation: "one of \(choices.joined(separator: ", "))", choices: choices)
    {
      text, _ in choices.contains(text) ? text : nil
    }
  }
}

extension ValueType where Value: CaseIterable & RawRepresentable<String> {
  /// One of the enumeration's raw values.
  static func choice(of type: Value.Type, _ placeholder: String) -> Self {
    let words = Value.allCases.map(\.rawValue)
    return Self(
      placeholder: placeholder, expectation: "one of \(words.joined(separator: ", "))", choices: words
    ) {
      text, _ in Value(rawValue: text)
    }
  }
}

extension ValueType<Int64> {
  /// A job's number.
  static var jobID: Self {
    Self(placeholder: "ID", expectation: "a job's number such as 42") { text, _ in
      text.allSatisfy(\.isASCIIDigit) ? Int64(text).flatMap { $0 > 0 ? $0 : nil } : nil
    }
  }
}

extension ValueType<Int> {
  /// A whole number within the range. Underscores and commas may group its digits.
  static func integer(_ range: ClosedRange<Int>, _ placeholder: String = "N") -> Self {
    let expectation =
      if range.upperBound == .max {
        "a whole number of at least \(range.lowerBound)"
      } else {
        "a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
    return Self(placeholder: placeholder, expectation: expectation) { text, _ in
      Int(text.filter { $0 != "_" && $0 != "," }).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension ValueType<Double> {
  /// Events per second: `5/s`, `300/m`, `0`.
  static var ratePerSecond: Self {
    Self(placeholder: "N/s", expectation: "a rate such as 5/s or 300/m, or 0 for none") { text, _ in
      if text == "0" { return 0 }
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, let first = parts[0].first, first.isASCIIDigit,
        parts[0].allSatisfy({ $0.isASCIIDigit || $0 == "." }), let count = Double(parts[0]), count.isFinite
      else { return nil }
      switch parts[1] {
      case "s": return count
      case "m": return count / 60
      case "h": return count / 3600
      default: return nil
      }
    }
  }
}

extension ValueType<Double> {
  /// A part of a whole: `0%` to `100%`, or `0` to `1`.
  static var fraction: Self {
    Self(placeholder: "PERCENT", expectation: "a percentage such as 10%, or a number from 0 to 1") {
      text, _ in
      let isPercentage = text.hasSuffix("%")
      guard let number = Double(isPercentage ? String(text.dropLast()) : text) else { return nil }
      let value = isPercentage ? number / 100 : number
      return (0...1).contains(value) ? value : nil
    }
  }
}

extension ValueType<InputFile> {
  /// A file to read, or `-` for the standard input.
  static func inputFile(_ placeholder: String = "FILE") -> Self {
    Self(placeholder: placeholder, expectation: "a path, or - for the standard input") { text, _ in
      if text == "-" { return .standardInput }
      return text.isEmpty ? nil : .path(text)
    }
  }
}

extension Character {
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
