/// One of the two files, read and parsed. A file that is not there is an empty one.
package struct ConfigurationFile: Sendable {
  /// As messages name it.
  package let name: String
  package let document: INIDocument

  package init(
    path: String, paths: ConfigurationPaths, files: FileReader
  ) throws(AWSSettingsError) {
    name = paths.short(path)
    let bytes: [UInt8]
    do {
      bytes = try files.read(path) ?? []
    } catch {
      throw AWSSettingsError(error.message)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw AWSSettingsError("\(name) is not a file of text: expected UTF-8")
    }
    do {
      document = try INIParser.parse(text)
    } catch {
      throw AWSSettingsError("\(name), line \(error.line): \(error.message)")
    }
  }
}
