import AWSClient
import Headgate
import TestSupport
import Testing
import TimeAndChance

@Suite("Redaction")
struct RedactorTests {
  @Test("A known value is taken out in every form in which it travels")
  func values() {
    let secret = "p&ss \"w/rd\\é"
    let redactor = Redactor(secrets: [secret])
    let texts = [
      secret, "p&ss \\\"w/rd\\\\é", "p&ss \\\"w\\/rd\\\\é", "p%26ss%20%22w%2Frd%5C%C3%A9",
      "p%26ss+%22w%2Frd%5C%C3%A9",
    ]
    for text in texts {
      #expect(redactor.redact("before \(text) after \(text)") == "before [redacted] after [redacted]")
    }
  }

  @Test("Of two values the longer one is taken whole")
  func longest() {
    let redactor = Redactor(secrets: ["secret", "secretive"])
    #expect(redactor.redact("secretive secret secre") == "[redacted] [redacted] secre")
  }

  @Test("A trivial value takes no harmless words with it")
  func trivial() {
    #expect(Redactor(secrets: ["a", "", "true"]).redact("a true story") == "a true story")
  }

  @Test("The value of a secret member is taken out even if it was never known")
  func members() {
    let redactor = Redactor()
    #expect(
      redactor.redact(
        "sent {\"accessToken\" : \"abc\\\"d\", \"flowName\": \"accounts\", \"password\":\"\"} in 3 ms")
        == "sent {\"accessToken\" : \"[redacted]\", \"flowName\": \"accounts\", \"password\":\"[redacted]\"} in 3 ms"
    )
    #expect(redactor.redact("{\"apiKey\":\"{{resolve:env:A}}\"}") == "{\"apiKey\":\"{{resolve:env:A}}\"}")
    #expect(redactor.redact("{\"apiKey\":\"x{{resolve:env:A}}\"}") == "{\"apiKey\":\"[redacted]\"}")
    #expect(
      redactor.redact("\"accessToken\" \"x\" \"password\": 3") == "\"accessToken\" \"x\" \"password\": 3")
    #expect(redactor.redact("{\"SessionToken\":\"x\",\"access_token\":\"y\"").contains("x") == false)
  }

  @Test("A secret cannot be seen in any random text that held it")
  func randomTexts() {
    let random = Seed("randomTexts").random
    let json = RandomJSON(random: random)
    for _ in 0..<500 {
      let secret = "s3cr3t" + json.string()
      let redactor = Redactor(secrets: [secret])
      let text = json.string() + secret + json.string() + JSONEscaping.quoted(secret)
      #expect(!redactor.redact(text).contains("s3cr3t"), "\(text)")
    }
  }

  @Test("Text without secrets comes back as it was, unbalanced quotes and all")
  func untouched() {
    let json = RandomJSON(random: Seed("untouched").random)
    for _ in 0..<500 {
      let text = json.string() + json.string() + json.string()
      #expect(Redactor(secrets: ["not in any of them"]).redact(text) == text)
    }
  }
}
