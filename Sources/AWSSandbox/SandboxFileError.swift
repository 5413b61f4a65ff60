/// Why a sandbox's file cannot be used, in one sentence.
package struct SandboxFileError: Error, Sendable, CustomStringConvertible {
  package let description: String
}
