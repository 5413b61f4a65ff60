import AWSClient
import Testing

@Suite("reading XML")
struct XMLReaderTests {
  private func read(_ text: String) throws(XMLError) -> XMLElement { try XMLReader.read(Array(text.utf8)) }

  @Test("elements, text, entities, CDATA, comments and what stands around the root")
  func whole() throws {
    let root = try read(
      """
      \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
      <!-- before -->
      <a:Root xmlns:a="http://x/" b='1 > 0'><Item>1</Item><Item x="y" >2&amp;&#51;&#x34;&lt;&gt;&quot;&apos;</Item
      ><Empty/><Deep><Item>ü<!-- - --><![CDATA[<&]</Deep>]]>☂</Item></Deep></a:Root>
      <!-- after -->
      """)
    #expect(root.name == "Root")
    #expect(root["Item"]?.text == "1")
    #expect(root.children.map(\.name) == ["Item", "Item", "Empty", "Deep"])
    #expect(root.children[1].text == "2&34<>\"'")
    #expect(root["Empty"]?.text == "")
    #expect(root["Deep", "Item"]?.text == "ü<&]</Deep>☂")
    #expect(root["Missing", "Item"] == nil)
    #expect(root.first(named: "Deep")?.children.count == 1)
  }

  @Test(
    "what is not one well-formed document is refused",
    arguments: [
      "", "text", "<a>", "<a></b>", "<a/><b/>", "<a>&unknown;</a>", "<a>&#xD800;</a>", "<a>&amp</a>",
      "<a b></a>",
      "<a b=c/>", "<a b=\"c/>", "</a>", "<a><!-- </a>", "<a><![CDATA[x</a>", "<a/>x", "< a/>",
      "<a b='1'c='2'/>",
      "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
    ])
  func malformed(_ text: String) {
    #expect(throws: XMLError.self) { try read(text) }
  }

  @Test("neither depth nor bytes that are not UTF-8 bring it down")
  func hostile() {
    let deep = String(repeating: "<a>", count: 100_000)
    #expect(throws: XMLError.self) { try read(deep) }
    #expect(throws: XMLError.self) { try XMLReader.read(Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) }
    let document = Array("<a><b c=\"d\">e&amp;f</b><![CDATA[g]]></a>".utf8)
    for length in 0..<document.count {
      #expect(throws: XMLError.self) { try XMLReader.read(Array(document[..<length])) }
    }
  }
}
