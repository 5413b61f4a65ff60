import AWSClient
import Testing

@testable import HeadgateCommand

@Suite("Secrets on the console")
struct ConsoleRedactionTests {
  private let secret = "s3cr3t-of-the-tenant"

  @Test("are taken out of every kind of output on both streams")
  func everyWay() {
    let (out, err) = (CapturedSink(), CapturedSink())
    let console = Console(out: out, err: err, environment: ["AWS_SECRET_ACCESS_KEY": "key/of+the=worker"])
    console.vault.learn(secret)
    for stream in [console.out, console.err] {
      stream.line("failed: \(secret, .bad) and key/of+the=worker")
      stream.json(["error": secret, "detail": RawJSON("{\"x\":\"\\u00733cr3t-of-the-tenant\"}")])
      stream.verbatim("metric{label=\"\(secret)\"} 1\n")
      stream.line("Authorization: Bearer abc")
      var fields = Fields()
      fields.add("error", "\(secret)")
      fields.print(to: stream)
      var table = Table(.left("id"), .flexible("error"))
      table.add("1", "\(secret)")
      table.print(to: stream)
    }
    #expect(console.finish() == nil)
    for text in [out.text, err.text] {
      #expect(!text.contains("s3cr3t") && !text.contains("worker") && !text.contains("abc"), "\(text)")
      #expect(text.contains("{\"error\":\"[redacted]\",\"detail\":{\"x\":\"[redacted]\"}}\n"))
      #expect(text.split(separator: "[redacted]", omittingEmptySubsequences: false).count == 9)
    }
  }

  @Test("leave no piece where a terminal's width cuts a line, nor a colour's code")
  func terminal() {
    let sink = CapturedSink(terminalColumns: 20)
    let console = Console(out: sink, err: sink, environment: ["TERM": "xterm"])
    console.vault.learn(secret)
    console.vault.learn("folder")
    var table = Table(.left("id"), .flexible("error"))
    table.add("1", "what it says: \(secret)")
    table.print(to: console.out)
    console.err.setStatus("work: \(secret) is under way")
    console.out.line("\("folder", .bad)")
    #expect(console.finish() == nil)
    #expect(!sink.text.contains("s3c") && !sink.text.contains("folder"), "\(sink.text)")
  }

  @Test("are taken out of an error before it is cut into lines")
  func errorLines() {
    let error = CommandError.failed("no key: -----BEGIN\nabc\ndef\n-----END")
    let clean = error.redacted { $0.replacing("-----BEGIN\nabc\ndef\n-----END", with: "[redacted]") }
    #expect(clean.lines.map(\.plain) == ["headgate: no key: [redacted]"])
  }

  @Test("Ordinary output is as it was")
  func ordinary() {
    let out = CapturedSink()
    let console = Console(out: out, err: CapturedSink(), environment: [:])
    for value in ["secret", "202401", "acme", "true", "us-east-1a"] { console.vault.learn(value) }
    let lines = """
      {"id":12,"tenant":"acme","kind":"start-flow","run_at":1720240155000,"arn":"arn:aws:secretsmanager:us-east-1:999202401999:secrets:x"}
      {"payload":{"accessToken":"{{resolve:secretsmanager:salesforce/acme:SecretString:accessToken}}"}}
      accessToken: holds a secrets reference; client_token=abc; https://acme.my.salesforce.com:443/a@b

      """
    console.out.verbatim(lines)
    #expect(console.finish() == nil && out.text == lines)
  }
}
