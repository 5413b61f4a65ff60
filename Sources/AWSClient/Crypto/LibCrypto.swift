import Glibc

/// The functions of libcrypto 3 that signing takes, by OpenSSL's documented signatures.
struct LibCrypto: Sendable {
  typealias NewMemoryBIO = @convention(c) @Sendable (UnsafeRawPointer?, Int32) -> OpaquePointer?
  typealias FreeBIO = @convention(c) @Sendable (OpaquePointer?) -> Int32
  typealias ReadPrivateKey =
    @convention(c) @Sendable (OpaquePointer?, OpaquePointer?, OpaquePointer?, UnsafeRawPointer?) ->
    OpaquePointer?
  typealias IsKey = @convention(c) @Sendable (OpaquePointer?, UnsafePointer<CChar>?) -> Int32
  typealias ClearErrors = @convention(c) @Sendable () -> Void
  typealias Free = @convention(c) @Sendable (OpaquePointer?) -> Void
  typealias New = @convention(c) @Sendable () -> OpaquePointer?
  typealias BeginSigning =
    @convention(c) @Sendable (
      OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer?
    ) -> Int32
  typealias Sign =
    @convention(c) @Sendable (
      OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?, UnsafePointer<UInt8>?, Int
    ) -> Int32

  let newMemoryBIO: NewMemoryBIO
  let freeBIO: FreeBIO
  let readPrivateKey: ReadPrivateKey
  let isKey: IsKey
  let freeKey: Free
  let newContext: New
  let freeContext: Free
  let sha256: New
  let beginSigning: BeginSigning
  let sign: Sign
  let clearErrors: ClearErrors

  /// Nil if the library is not there or is not the one we know.
  static let shared = LibCrypto()

  private init?() {
    guard let library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL) else { return nil }
    func find<Function>(_ name: String, as type: Function.Type) -> Function? {
      dlsym(library, name).map { unsafeBitCast($0, to: type) }
    }
    guard let newMemoryBIO = find("BIO_new_mem_buf", as: NewMemoryBIO.self),
      let freeBIO = find("BIO_free", as: FreeBIO.self),
      let readPrivateKey = find("PEM_read_bio_PrivateKey", as: ReadPrivateKey.self),
      let isKey = find("EVP_PKEY_is_a", as: IsKey.self),
      let freeKey = find("EVP_PKEY_free", as: Free.self),
      let newContext = find("EVP_MD_CTX_new", as: New.self),
      let freeContext = find("EVP_MD_CTX_free", as: Free.self),
      let sha256 = find("EVP_sha256", as: New.self),
      let beginSigning = find("EVP_DigestSignInit", as: BeginSigning.self),
      let sign = find("EVP_DigestSign", as: Sign.self),
      let clearErrors = find("ERR_clear_error", as: ClearErrors.self)
    else { return nil }
    self.newMemoryBIO = newMemoryBIO
    self.freeBIO = freeBIO
    self.readPrivateKey = readPrivateKey
    self.isKey = isKey
    self.freeKey = freeKey
    self.newContext = newContext
    self.freeContext = freeContext
    self.sha256 = sha256
    self.beginSigning = beginSigning
    self.sign = sign
    self.clearErrors = clearErrors
  }
}
