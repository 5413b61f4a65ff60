import Glibc
import Synchronization
import Testing

@testable import HeadgateCommand

@Suite("The console")
struct ConsoleTests {
  private struct FailingSink: ConsoleSink {
    let isTerminal = false
    let columns: Int? = nil
    let code: Int32

    func write(_ bytes: [UInt8]) throws(SinkFailure) { throw SinkFailure(code: code) }
  }

  @Test("holds piped output back until it is flushed or plenty, or something is said on standard error")
  func buffering() {
    let out = CapturedSink()
    let err = CapturedSink()
    let console = Console(out: out, err: err, environment: [:])
    console.out.line("data")
    #expect(out.text == "")
    console.out.flush()
    #expect(out.text == "data\n")
    console.out.line("more")
    #expect(out.text == "data\n")
    console.err.line("remark")
    #expect(out.text == "data\nmore\n", "what was said before stands before")
    #expect(err.text == "remark\n")
    console.out.verbatim(String(repeating: "x", count: ConsoleDevice.bufferBytes))
    #expect(out.text.utf8.count == 10 + ConsoleDevice.bufferBytes)
    console.out.line("end")
    #expect(console.finish() == nil)
    #expect(out.text.hasSuffix("xend\n"))
  }

  @Test("shows output on a terminal at once")
  func terminal() {
    let out = CapturedSink(terminalColumns: 80)
    Console(out: out, err: CapturedSink(), environment: [:]).out.line("now")
    #expect(out.text == "now\n")
  }

  @Test("makes the status line give way to whatever is printed")
  func status() {
    let terminal = CapturedSink(terminalColumns: 20)
    let console = Console(out: terminal, err: terminal, environment: ["TERM": "xterm"])
    console.err.setStatus("one")
    console.err.setStatus("one")
    console.out.line("data")
    console.err.line("remark")
    console.err.setStatus("two")
    console.err.setStatus("\(String(repeating: "x", count: 30))")
    #expect(console.finish() == nil)
    let erase = "\r\u{1B}[K"
    #expect(
      terminal.text == "one\(erase)data\none\(erase)remark\none\(erase)two\(erase)"
        + String(repeating: "x", count: 18) + "…\(erase)")
  }

  @Test("keeps the status line away from files and dumb terminals")
  func noStatus() {
    let file = CapturedSink()
    Console(out: file, err: file, environment: ["TERM": "xterm"]).err.setStatus("one")
    #expect(file.text == "")
    let dumb = CapturedSink(terminalColumns: 80)
    Console(out: dumb, err: dumb, environment: ["TERM": "dumb"]).err.setStatus("one")
    #expect(dumb.text == "")
  }

  @Test("does not pass over output that could not be written")
  func failure() {
    let console = Console(out: FailingSink(code: ENOSPC), err: CapturedSink(), environment: [:])
    console.out.line("data")
    #expect(console.finish() == .failed("cannot write to standard output: No space left on device"))
  }

  @Test("ends quietly when the reader has gone, but outlives the loss of standard error")
  func brokenPipe() {
    let count = Mutex(0)
    let out = Console(
      out: FailingSink(code: EPIPE), err: CapturedSink(), environment: [:],
      onBrokenPipe: { count.withLock { $0 += 1 } })
    out.out.line("data")
    _ = out.finish()
    #expect(count.withLock { $0 } == 1)
    let err = Console(
      out: CapturedSink(), err: FailingSink(code: EPIPE), environment: [:],
      onBrokenPipe: { count.withLock { $0 += 1 } })
    err.err.line("remark")
    #expect(err.finish() == nil)
    #expect(count.withLock { $0 } == 1)
  }
}
