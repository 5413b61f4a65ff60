#if Server
  import Dispatch
  import Glibc

  /// A TCP connection on loopback that sends bytes as they are: for what no HTTP client would send.
  final class RawClient: Sendable {
    private let descriptor: Int32

    init(port: UInt16) throws {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = inet_addr("127.0.0.1")
      let code = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard code == 0 else { throw CError(what: "connect", number: errno) }
    }

    deinit { close(descriptor) }

    struct CError: Error {
      let what: String
      let number: Int32
    }

    func send(_ text: String) throws {
      let bytes = Array(text.utf8)
      guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
        throw CError(what: "send", number: errno)
      }
    }

    /// Closes without having read.
    func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// All that comes until the server closes the connection, and the error that ended it, 0 for none.
    func readToEnd() async -> (text: String, error: Int32) {
      let descriptor = descriptor
      return await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
          var all: [UInt8] = []
          var buffer = [UInt8](repeating: 0, count: 4_096)
          while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else {
              let error = count < 0 ? errno : 0
              return continuation.resume(returning: (String(decoding: all, as: UTF8.self), error))
            }
            all += buffer[..<count]
          }
        }
      }
    }
  }
#endif
