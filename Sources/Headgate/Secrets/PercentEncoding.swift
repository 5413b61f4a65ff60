/// How a secret looks in a URL or in a form.
enum PercentEncoding {
  /// RFC 3986: everything but unreserved characters.
  static func encoded(_ text: String) -> String { encode(text, space: "%20") }

  /// `application/x-www-form-urlencoded`
  static func formEncoded(_ text: String) -> String { encode(text, space: "+") }

  private static func encode(_ text: String, space: String) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var output = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        output.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x20: output += space
      default:
        output += "%"
        output.unicodeScalars.append(digits[Int(byte >> 4)])
        output.unicodeScalars.append(digits[Int(byte & 0xF)])
      }
    }
    return output
  }
}
