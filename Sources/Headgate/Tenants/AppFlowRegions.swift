/// The Regions that have Amazon AppFlow.
package enum AppFlowRegions {
  package static let all = [
    "af-south-1", "ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
    "ca-central-1", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
    "us-east-2", "us-west-1", "us-west-2",
  ]

  /// Whether a text has the form of a Region's name. AWS adds Regions, and a program must not need an update to
  /// use a new one.
  static func isWellFormed(_ region: String) -> Bool {
    let parts = region.split(separator: "-", omittingEmptySubsequences: false)
    guard (3...5).contains(parts.count), parts[0].count == 2, let number = parts.last else { return false }
    return parts.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
      && (1...2).contains(number.utf8.count) && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
