/// Names that say of what they name that it is a secret, whatever their case.
package enum SecretNames {
  /// Of requests' members (a test compares them with AppFlow's model), of answers that hand out credentials, and of
  /// the forms and headers in which they are asked for.
  package static let all: Set<String> = [
    "accesskeyid", "accesstoken", "apikey", "apisecretkey", "apitoken", "applicationkey", "authcode",
    "clientsecret",
    "credentialsmap", "datakey", "jwttoken", "password", "privatekey", "refreshtoken", "secretaccesskey",
    "secretkey", "sessiontoken", "secretstring", "secretbinary", "access_token", "refresh_token", "id_token",
    "client_secret", "assertion", "webidentitytoken", "authorization", "proxy-authorization",
    "x-amz-security-token", "x-amz-signature", "x-amz-sso_bearer_token", "x-aws-ec2-metadata-token",
    "aws_secret_access_key", "aws_session_token",
    "aws_security_token", "aws_container_authorization_token",
  ]

  /// Headers' names, whose values stand without quotes: `Authorization: Bearer …`. (Our own sentences begin with
  /// members' names: `password: is missing`.)
  static let headers: Set<String> = ["authorization", "proxy-authorization", "x-amz-security-token"]

  /// By their first letter: a bit for each length that there is.
  static let lengths: [UInt64] = {
    var lengths = [UInt64](repeating: 0, count: 256)
    for name in all {
      guard let first = name.utf8.first else { continue }
      lengths[Int(first)] |= 1 << UInt64(name.utf8.count)
    }
    return lengths
  }()
}
