#if Server
  import AWSSandbox
  import Synchronization
  import TimeAndChance

  /// Keeps the file of a served sandbox up to date.
  final class SandboxKeeper: Sendable {
    private let sandbox: SandboxTransport
    private let path: String
    private let time: any TimeSource
    private let console: Console
    private let savedRevision = Mutex<UInt64>(0)

    init(_ sandbox: SandboxTransport, path: String, time: any TimeSource, console: Console) {
      self.sandbox = sandbox
      self.path = path
      self.time = time
      self.console = console
    }

    /// Saves what has changed at this interval until the task is cancelled.
    func saveRegularly(everyMs: Int64) async {
      while (try? await time.sleep(ms: everyMs)) != nil {
        // A full disk may have room again the next time.
        do { try save() } catch { console.err.line("\(String(describing: error))") }
      }
    }

    /// Writes the file if the state has changed since the last time.
    func save() throws(SandboxFileError) {
      let (state, revision) = sandbox.numberedSnapshot()
      guard savedRevision.withLock({ $0 != revision }) else { return }
      try SandboxFile.save(state, to: path)
      savedRevision.withLock { $0 = revision }
    }
  }
#endif
