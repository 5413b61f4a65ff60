import Glibc

/// The files of examples/salesforce-to-s3, built in, so that the demo runs wherever the program does.
enum DemoExample {
  private static let files: [(name: String, bytes: [UInt8])] = [
    ("tenants.csv", PackageResources.tenants_csv),
    ("sandbox.json", PackageResources.sandbox_json),
    ("mended.json", PackageResources.mended_json),
    ("template/template.json", PackageResources.template_json),
    ("template/01-assume-role.json", PackageResources._1_assume_role_json),
    ("template/02-put-bucket-policy.json", PackageResources._2_put_bucket_policy_json),
    ("template/03-create-connector-profile.json", PackageResources._3_create_connector_profile_json),
    ("template/04-create-flow.json", PackageResources._4_create_flow_json),
    ("template/05-start-flow.json", PackageResources._5_start_flow_json),
  ]

  /// Writes the files into a new folder of its own.
  ///
  /// - Returns: the folder's path.
  static func unpack(under parent: String) throws(CommandError) -> String {
    var template = Array("\(parent)/headgate-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .failed("cannot make a folder in \(parent): \(String(cString: strerror(errno)))")
    }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard mkdir("\(folder)/template", 0o700) == 0 else { throw failure("\(folder)/template") }
    for file in files { try write(file.bytes, to: "\(folder)/\(file.name)") }
    return folder
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw failure(path) }
  }

  private static func failure(_ path: String) -> CommandError {
    .failed("cannot write \(path): \(String(cString: strerror(errno)))")
  }
}
