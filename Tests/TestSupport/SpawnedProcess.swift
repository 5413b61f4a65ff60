import Foundation
import Glibc

/// A child process whose end is waited for by the kernel's own call, on a thread of its own. Foundation's `Process`
/// notices the end by a socket that other children may inherit, and then not before they end as well.
package enum SpawnedProcess {
  package struct Failed: Error { package let code: Int32 }

  /// - Parameter ended: the exit status, or the number of the signal that killed it.
  /// - Returns: the process's id.
  @discardableResult
  package static func start(
    _ program: String, _ arguments: [String], ended: @escaping @Sendable (Int32) -> Void
  ) throws -> Int32 {
    let words = ([program] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, program, nil, nil, words + [nil], environ)
    guard code == 0 else { throw Failed(code: code) }
    let child = id
    Thread.detachNewThread {
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      // As <sys/wait.h> has it: the low bits are the signal, if there was one.
      ended(status & 0x7F != 0 ? status & 0x7F : status >> 8 & 0xFF)
    }
    return child
  }
}
