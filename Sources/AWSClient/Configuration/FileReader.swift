import FoundationEssentials
import Glibc

/// Reads a whole file: the file system's, or a test's.
package struct FileReader: Sendable {
  /// Nil if there is no such file.
  package let read: @Sendable (_ path: String) throws(FileReadError) -> [UInt8]?

  package init(read: @escaping @Sendable (_ path: String) throws(FileReadError) -> [UInt8]?) {
    self.read = read
  }

  /// What is not a file counts as none, as it does for AWS's own tools; one that may not be read is an error.
  package static let system = FileReader { path throws(FileReadError) in
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    guard status.st_size <= AWSLimits.maxConfigurationBytes else {
      throw FileReadError(
        "\(path) is larger than \(AWSLimits.maxConfigurationBytes) bytes: expected a small file of text")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileReadError("\(path) cannot be read: expected a file that this user may read")
    }
    return [UInt8](data)
  }
}
