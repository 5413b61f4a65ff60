/// A query in the one form that SigV4 signs and that libcurl 7.88.1 signs correctly: encoded, sorted by name and
/// then by value, and `name=` where there is no value.
package enum CanonicalQuery {
  package static func text(_ query: [(name: String, value: String)]) -> String {
    let pairs = query.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
    return pairs.sorted { $0 < $1 }.map { "\($0)=\($1)" }.joined(separator: "&")
  }
}
