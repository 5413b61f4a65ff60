import Glibc
import Testing

@testable import HeadgateCommand

@Suite("A real terminal")
struct TerminalTests {
  /// What arrives on the other side of a pseudo-terminal of 50 columns.
  private func shown(_ body: (Console) -> Void) throws -> String {
    var controller: Int32 = 0
    var terminal: Int32 = 0
    var size = winsize(ws_row: 24, ws_col: 50, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&controller, &terminal, nil, nil, &size) == 0)
    defer { close(controller) }
    let sink = DescriptorSink(terminal)
    body(Console(out: sink, err: sink, environment: ["TERM": "xterm"]))
    close(terminal)
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    // Once the terminal's side is closed, reading ends with EIO after the last byte.
    while true {
      let count = read(controller, &chunk, chunk.count)
      guard count > 0 else { break }
      text += chunk[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }

  @Test("is recognised, with its width, and gets colours and cut tables")
  func terminal() throws {
    let text = try shown { console in
      #expect(console.out.isTerminal)
      #expect(console.out.hasColour)
      #expect(console.out.width == 50)
      #expect(console.out.textWidth == 50)
      var table = Table(.left("A"), .flexible("B"))
      table.add("1", "\(String(repeating: "x", count: 100))")
      table.print(to: console.out)
    }
    let xs = String(repeating: "x", count: 46)
    #expect(
      text == "\u{1B}[1mA\u{1B}[0m  \u{1B}[1mB\u{1B}[0m\r\n1  \(xs)…\r\n")
  }

  @Test("has its progress bar cleaned up before the last line")
  func progress() throws {
    let text = try shown { console in
      var display = ProgressDisplay("x", total: 2, on: console.withoutColor().err, nowMs: 0)
      display.update(done: 1, failed: 0, nowMs: 1000)
      display.finish(nowMs: 2000)
      #expect(console.finish() == nil)
    }
    let half = String(repeating: "━", count: 15) + String(repeating: "─", count: 15)
    let erase = "\r\u{1B}[K"
    #expect(text.hasSuffix("\(erase)x \(half) 1/2 50 % · 2.0 s\r\n"))
    // Drawn at the start, after a second, and once more as the line that stays.
    #expect(text.split(separator: erase).count == 3)
  }

  @Test("a pipe is none: no width, no colour")
  func pipeIsNoTerminal() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let console = Console(
      out: DescriptorSink(ends[1]), err: DescriptorSink(ends[1]), environment: ["TERM": "xterm"])
    #expect(!console.out.isTerminal)
    #expect(console.out.width == nil)
    #expect(!console.out.hasColour)
    #expect(console.out.textWidth == 80)
  }
}
