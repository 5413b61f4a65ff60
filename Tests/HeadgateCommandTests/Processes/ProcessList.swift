import Foundation

/// What any user of the machine sees of the processes: their command lines.
enum ProcessList {
  /// Of every process there is, with its id. One that ends meanwhile is left out.
  static func commandLines() throws -> [(id: pid_t, text: String)] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { entry in
      guard let id = pid_t(entry), let data = FileManager.default.contents(atPath: "/proc/\(id)/cmdline"),
        !data.isEmpty
      else { return nil }
      return (id, String(decoding: data.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self))
    }
  }
}
