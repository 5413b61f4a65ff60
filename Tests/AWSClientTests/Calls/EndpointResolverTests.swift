import AWSClient
import Testing

@Suite("where a call goes")
struct EndpointResolverTests {
  private func url(
    _ environment: [String: String], _ service: AWSService = .appflow, region: String = "eu-central-1",
    path: String = "/", query: [(name: String, value: String)] = [], bucket: String? = nil
  ) throws(EndpointError) -> String {
    try EndpointResolver(environment: environment).url(
      for: AWSRequest(
        service, "Operation", region: region, path: path, query: query, bucket: bucket, repetition: .safe))
  }

  @Test("without settings to the service's own endpoint in the Region")
  func real() throws {
    #expect(
      try url([:], .appflow, path: "/create-flow") == "https://appflow.eu-central-1.amazonaws.com/create-flow"
    )
    #expect(try url([:], .sts) == "https://sts.eu-central-1.amazonaws.com/")
    #expect(try url([:], .secretsmanager) == "https://secretsmanager.eu-central-1.amazonaws.com/")
    #expect(try url([:], .s3) == "https://s3.eu-central-1.amazonaws.com/")
    #expect(try url([:], .sts, region: "cn-north-1") == "https://sts.cn-north-1.amazonaws.com.cn/")
  }

  @Test("a bucket goes into the host, a dotted one into the path")
  func buckets() throws {
    let policy = [(name: "policy", value: "")]
    #expect(
      try url([:], .s3, query: policy, bucket: "my-bucket")
        == "https://my-bucket.s3.eu-central-1.amazonaws.com/?policy=")
    #expect(
      try url([:], .s3, query: policy, bucket: "my.bucket")
        == "https://s3.eu-central-1.amazonaws.com/my.bucket?policy=")
    #expect(
      try url(["AWS_ENDPOINT_URL": "http://localhost:4566/"], .s3, query: policy, bucket: "my-bucket")
        == "http://localhost:4566/my-bucket?policy=")
  }

  @Test("the service's own variable comes before the general one, an empty one counts as none")
  func overrides() throws {
    let environment = [
      "AWS_ENDPOINT_URL": "http://general:1", "AWS_ENDPOINT_URL_STS": "http://sts:2/prefix/",
      "AWS_ENDPOINT_URL_SECRETS_MANAGER": "https://[::1]:3", "AWS_ENDPOINT_URL_S3": "",
    ]
    #expect(try url(environment, .appflow, path: "/create-flow") == "http://general:1/create-flow")
    #expect(try url(environment, .sts) == "http://sts:2/prefix/")
    #expect(try url(environment, .secretsmanager) == "https://[::1]:3/")
    #expect(try url(environment, .s3) == "http://general:1/")
    var ignoring = environment
    ignoring["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "TRUE"
    #expect(try url(ignoring, .sts) == "https://sts.eu-central-1.amazonaws.com/")
  }

  @Test(
    "a malformed endpoint is refused by the name of its variable, without its value",
    arguments: [
      "localhost:4566", "ftp://x", "http://", "http://:80", "http://user:secret@host", "http://host:0",
      "http://host:99999", "http://host:x", "http://host/?a=b", "http://host/#f", "http://ho st",
      "http://[::1",
      "http://[::1]x", "http://a:b:c", "http://hö",
    ])
  func malformed(_ value: String) {
    let error = #expect(throws: EndpointError.self) { try url(["AWS_ENDPOINT_URL_APPFLOW": value]) }
    #expect(error?.message.hasPrefix("AWS_ENDPOINT_URL_APPFLOW is not a usable URL") == true)
    #expect(error?.message.contains("secret") == false)
  }

  @Test(
    "what is not a Region cannot lead a call elsewhere",
    arguments: ["", "evil.example.com/", "eu central", "EU", "a@b", "-a", "a-"])
  func regions(_ region: String) {
    let error = #expect(throws: EndpointError.self) { try url([:], region: region) }
    #expect(error?.message.contains("'\(region)' is not an AWS Region") == true)
  }

  @Test(
    "what is not a bucket's name cannot either", arguments: ["ab", "a/b", "a..b", "../x", "b?x", "bücket"])
  func bucketNames(_ bucket: String) {
    #expect(throws: EndpointError.self) { try url([:], .s3, bucket: bucket) }
  }

  @Test("a query is sorted, encoded, and complete with '='")
  func canonicalQuery() {
    #expect(CanonicalQuery.text([]) == "")
    #expect(CanonicalQuery.text([("policy", "")]) == "policy=")
    #expect(CanonicalQuery.text([("b", "2"), ("a", "z"), ("a", "b c"), ("B", "")]) == "B=&a=b%20c&a=z&b=2")
    #expect(CanonicalQuery.text([("k", "a/b+c=d&e~-._ü")]) == "k=a%2Fb%2Bc%3Dd%26e~-._%C3%BC")
  }
}
