import Testing
@testable import Operations

@Suite("The nearest name")
struct NearestTests {
    // Counted by hand.
    @Test("letters to change", arguments: [
        ("port", "port", 0), ("prot", "port", 1), ("por", "port", 1), ("ports", "port", 1), ("part", "port", 1), ("", "port", 4), ("kitten", "sitting", 3),
    ])
    func distance(left: String, right: String, away: Int) { #expect(Nearest.distance(left, right) == away) }
}
