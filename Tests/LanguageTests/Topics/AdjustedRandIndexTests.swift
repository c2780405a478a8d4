import Language
import Testing

@Suite("Adjusted Rand index")
struct AdjustedRandIndexTests {
    @Test("the same groups under other names agree fully")
    func same() {
        #expect(AdjustedRandIndex.of([0, 0, 1, 1], ["b", "b", "a", "a"]) == 1)
        #expect(AdjustedRandIndex.of([0, 0, 0], [1, 1, 1]) == 1)
        #expect(AdjustedRandIndex.of([0, 1, 2], [5, 6, 7]) == 1)
    }

    @Test("worked out by hand")
    func byHand() throws {
        // Pairs together in both: 0; in the first 2, in the second 2; of 6. Expected 2 · 2 / 6; (0 − 2/3) / (2 − 2/3) = −1/2.
        #expect(abs(try #require(AdjustedRandIndex.of([0, 0, 1, 1], [0, 1, 0, 1])) + 0.5) < 1e-12)
        // In both 2; in the first 6, in the second 3; of 15. Expected 1.2; (2 − 1.2) / (4.5 − 1.2) = 8/33.
        #expect(abs(try #require(AdjustedRandIndex.of([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2])) - 8.0 / 33) < 1e-12)
        // All in one against all alone: 0 together, expected 6 · 0 / 6 = 0.
        #expect(AdjustedRandIndex.of([0, 0, 0, 0], [0, 1, 2, 3]) == 0)
    }

    @Test("what cannot be compared is not")
    func none() {
        #expect(AdjustedRandIndex.of([0], [0]) == nil)
        #expect(AdjustedRandIndex.of([0, 1], [0]) == nil)
        #expect(AdjustedRandIndex.of([Int](), [Int]()) == nil)
    }
}
