/// A part of the overview that `headgate --help` gives.
struct CommandSection: Sendable {
  let title: String
  let entries: [CommandEntry]

  init(_ title: String, _ entries: [CommandEntry]) {
    self.title = title
    self.entries = entries
  }
}
