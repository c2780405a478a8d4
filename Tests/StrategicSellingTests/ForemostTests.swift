@testable import StrategicSelling
import Testing

@Suite("The first so many, without ordering the rest")
struct ForemostTests {
    @Test("those that come first, in order; of equals the one that was added first")
    func order() {
        var words = Foremost<String>(3) { $0.count < $1.count }
        for word in ["four", "three", "a", "b", "sixteen", "to"] { words.add(word) }
        #expect(words.elements == ["a", "b", "to"])
    }

    @Test("none where none are asked for, and all where they are fewer")
    func few() {
        var none = Foremost<Int>(0, by: <), all = Foremost<Int>(9, by: <)
        for number in [3, 1, 2] {
            none.add(number)
            all.add(number)
        }
        #expect(none.elements.isEmpty && all.elements == [1, 2, 3])
    }
}
