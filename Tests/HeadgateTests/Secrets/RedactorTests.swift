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
    let redactor = Redactor(secrets: ["secret", "secret-of-mine"])
    #expect(redactor.redact("secret-of-mine secret secre") == "[redacted] [redacted] secre")
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
        == "sent {\"accessToken\" : \"[redacted]\", \"flowName\": \"accounts\", \"password\":\"\"} in 3 ms"
    )
    #expect(redactor.redact("{\"apiKey\":\"{{resolve:env:A}}\"}") == "{\"apiKey\":\"{{resolve:env:A}}\"}")
    #expect(redactor.redact("{\"apiKey\":\"x{{resolve:env:A}}\"}") == "{\"apiKey\":\"[redacted]\"}")
    #expect(
      redactor.redact("\"accessToken\" \"x\", \"password\": 3}")
        == "\"accessToken\" \"x\", \"password\": \"[redacted]\"}")
    #expect(redactor.redact("{\"SessionToken\":\"x\",\"access_token\":\"y\"").contains("x") == false)
  }

  @Test(
    "A known value is found as part of a longer one that was encoded, and line by line",
    arguments: [
      // Base64 of "client:", "a" and "ab" with the secret behind, and for URLs.
      "Y2xpZW50OnM/Y3IzdC12YWx1ZT4+NDI=", "YXM/Y3IzdC12YWx1ZT4+NDI=", "YWJzP2NyM3QtdmFsdWU+PjQy",
      "YWJzP2NyM3QtdmFsdWU-PjQy",
      "s%3fcr3t-value%3e%3e42", "s?cr3t-value\\u003e\\u003e42", "s?cr3t-value&gt;&gt;42",
      "733f637233742d76616c75653e3e3432", "733F637233742D76616C75653E3E3432",
    ])
  func encoded(text: String) {
    let redactor = Redactor(secrets: ["s?cr3t-value>>42"])
    let clean = redactor.redact("x \(text)\n")
    #expect(clean.contains("[redacted]") && !clean.contains(text.dropFirst(12).prefix(8)), "\(clean)")
  }

  @Test("Each line of a key is a secret, and what it begins with is none")
  func lines() {
    let redactor = Redactor(
      secrets: ["-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\nBgkqhkiG9w0B\n-----END PRIVATE KEY-----\n"])
    #expect(
      redactor.redact("at BgkqhkiG9w0B: no -----BEGIN PRIVATE KEY-----")
        == "at [redacted]: no -----BEGIN PRIVATE KEY-----")
    // The members of a secret that is JSON are learnt when they are resolved, and not before.
    let json = Redactor(secrets: ["{\n  \"region\": \"us-east-1\"\n}"])
    #expect(json.redact("\"region\": \"us-east-1\"") == "\"region\": \"us-east-1\"")
  }

  @Test("A short value takes nothing from a longer word, a time or an id, but is found where escapes end")
  func words() {
    let redactor = Redactor(secrets: ["secret", "202401"])
    let ordinary =
      "arn:aws:secretsmanager:us-east-1:999202401999:x {\"at\":1720240155000} mysecret secrets"
    #expect(redactor.redact(ordinary) == ordinary)
    for text in ["/secret/", "\\nsecret", "%3Dsecret&", "\\u003dsecret", "secret"] {
      #expect(!redactor.redact(text).contains("secret"), "\(text)")
    }
    #expect(
      redactor.redact(json: "{\"a\":202401,\"b\":[2024011]}") == "{\"a\":\"[redacted]\",\"b\":[2024011]}")
  }

  @Test("Secret members are found in strings within strings, forms, headers, XML, numbers and whole objects")
  func membersElsewhere() {
    let redactor = Redactor()
    for (text, clean) in [
      (
        #"{"detail":"{\"accessToken\":\"abc\",\"n\":1}"}"#,
        #"{"detail":"{\"accessToken\":\"[redacted]\",\"n\":1}"}"#
      ),
      ("client_id=app&client_secret=abc&x=1", "client_id=app&client_secret=[redacted]&x=1"),
      ("Authorization: Bearer abc\nHost: x", "Authorization: [redacted]\nHost: x"),
      ("password: is missing", "password: is missing"),
      ("at https://u:abc@x.y/z?e=a@b", "at https://u:[redacted]@x.y/z?e=a@b"),
      ("at https://x.y:80/a:b@c arn:aws:s3:::b", "at https://x.y:80/a:b@c arn:aws:s3:::b"),
      ("<SessionToken>abc</SessionToken>", "<SessionToken>[redacted]</SessionToken>"),
      (
        #"{"credentialsMap":{"k":"abc","l":["d",7]},"b":"c"}"#,
        #"{"credentialsMap":{"k":"[redacted]","l":["[redacted]","[redacted]"]},"b":"c"}"#
      ),
      (#"{"PASSWORD":-1.5e3}"#, #"{"PASSWORD":"[redacted]"}"#),
      (#"{"password":true,"apiKey":null}"#, #"{"password":true,"apiKey":null}"#),
      (
        #"{"password":"{{resolve:env:A}}{{resolve:file:/b}}"}"#,
        #"{"password":"{{resolve:env:A}}{{resolve:file:/b}}"}"#
      ),
      (
        #"{"nextToken":"abc","clientToken":"d","clientCredentialsArn":"arn:aws:x"}"#,
        #"{"nextToken":"abc","clientToken":"d","clientCredentialsArn":"arn:aws:x"}"#
      ),
    ] { #expect(redactor.redact(text) == clean) }
  }

  @Test("JSON stays JSON, whatever was taken out, and no escape hides a value")
  func json() throws {
    let redactor = Redactor(secrets: ["s3cr3t-value", #"{"a":"b","c":"d"}"#])
    #expect(redactor.redact(json: #"{"x":"\u00733cr3t-value"}"#) == #"{"x":"[redacted]"}"#)
    #expect(redactor.redact(json: #"{"acc\u0065ssToken":"x"}"#) == #"{"acc\u0065ssToken":"[redacted]"}"#)
    #expect(redactor.redact(json: #"{"s3cr3t-value":1}"#) == #"{"[redacted]":1}"#)
    #expect(redactor.redact(json: #"{"a":"b","c":"d"}"#) == #""[redacted]""#)
    let random = RandomJSON(random: Seed("redacted JSON").random)
    for _ in 0..<300 {
      let secret = "s3cr3t" + random.string()
      let redactor = Redactor(secrets: [secret])
      let text =
        "{\"a\":\(JSONEscaping.quoted(random.string() + secret)),\"password\":\(JSONEscaping.quoted(random.string()))}"
      let clean = try JSONValue(parsing: redactor.redact(json: text))
      #expect(clean["a"]?.string?.contains("s3cr3t") == false)
      #expect(clean["password"]?.string.map { ["", "[redacted]"].contains($0) } == true, "\(text)")
    }
  }

  @Test("The vault forgets what nobody has used for the longest time, and nothing that is in use")
  func forgetting() {
    let vault = SecretVault(maxBytes: 4_000)
    for number in 0..<200 {
      vault.learn("in-use-every-time")
      vault.learn("used-once-\(number)-only")
      #expect(vault.redacted("in-use-every-time used-once-\(number)-only") == "[redacted] [redacted]")
    }
    #expect(vault.redacted("used-once-3-only") == "used-once-3-only")
  }

  @Test("The names are those of AppFlow's model and of the database's rule")
  func names() {
    #expect(Set(KindCatalog.secretFields.map { $0.lowercased() }).subtracting(SecretNames.all).isEmpty)
    #expect(SecretNames.all.allSatisfy { $0 == $0.lowercased() && $0.utf8.count < 64 })
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
