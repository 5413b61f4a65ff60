package import TimeAndChance

extension RandomSource {
  /// A place in a list of `count` elements.
  package func index(_ count: Int) -> Int { Int(below(Int64(count))) }

  /// True once in `oneIn` times.
  package func chance(_ oneIn: Int) -> Bool { index(oneIn) == 0 }

  package func pick<Element>(_ elements: [Element]) -> Element { elements[index(elements.count)] }
}
