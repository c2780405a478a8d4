import Testing
@testable import Language

/// Expected values by scikit-learn 1.7 (`LogisticRegression(C=10, tol=1e-10)`, `TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)`).
struct LearningTests {
    private let rows: [[Float]] = [[1, 0, 0.5], [0.9, 0.2, 0], [0, 1, 0.3], [0.1, 0.8, 0.9], [0.5, 0.5, 1], [0.2, 0.3, 0.8], [1, 0.1, 0.2]]
    private let classes = [0, 0, 1, 1, 2, 2, 0]

    private func model(weights: [Float]? = nil) -> SoftmaxModel {
        var model = SoftmaxModel(classes: 3, dense: 1, sparse: 2)
        // The first feature is given in every row, the other two only where they are not 0: the two ways must agree.
        let given = rows.map { row in FeatureRow(dense: [row[0]], sparse: [(0, row[1]), (1, row[2])].filter { $0.1 != 0 }.map { (place: $0.0, value: $0.1) }) }
        model.learn(given, shares: classes.map { own in (0..<3).map { $0 == own ? 1 : 0 } }, weights: weights, strength: 10, steps: 500)
        return model
    }

    private func shares(_ model: SoftmaxModel, _ row: [Float]) -> [Double] {
        let scores = model.scores(FeatureRow(dense: [row[0]], sparse: [(place: 0, value: row[1]), (place: 1, value: row[2])])).map(Double.init)
        let most = scores.max() ?? 0
        let powers = scores.map { exponential($0 - most) }
        return powers.map { $0 / powers.reduce(0, +) }
    }

    @Test(arguments: [([1, 0, 0], [0.9604, 0.0084, 0.0312]), ([0, 1, 0], [0.0529, 0.9088, 0.0383]), ([0.4, 0.4, 0.9], [0.1439, 0.2058, 0.6503])] as [([Float], [Double])])
    func sharesAreThoseOfAnotherProgram(_ row: [Float], _ expected: [Double]) {
        for (found, wanted) in zip(shares(model(), row), expected) { #expect(abs(found - wanted) < 0.01) }
    }

    @Test func whatCountsHalfMovesTheSharesAsInAnotherProgram() {
        for (found, wanted) in zip(shares(model(weights: [1, 2, 1, 1, 1, 0.5, 1]), [0.4, 0.4, 0.9]), [0.175, 0.2425, 0.5824]) { #expect(abs(found - wanted) < 0.01) }
    }

    @Test func wordsAreWeighedAsByAnotherProgram() {
        let words = WordFeatures(learning: ["We send the offer on Monday, the offer is short.", "On Monday we meet.", "They meet us on Friday; we send nothing."])
        #expect(words.places.keys.sorted() == ["meet", "monday", "on", "on monday", "send", "we", "we send"])
        let row = words.row("Send it on Monday, on Monday!")
        let expected: [Float] = [0.582, 0.452, 0.582, 0.3438]
        #expect(row.map(\.place) == [1, 2, 3, 4])
        for (found, wanted) in zip(row, expected) { #expect(abs(found.value - wanted) < 0.001) }
    }

    @Test func aTextWithoutKnownWordsHasNone() {
        #expect(WordFeatures(learning: ["one two", "one two"]).row("🎉 three").isEmpty)
        #expect(WordFeatures.terms(of: "Naïve Größe, don't!") == ["naïve", "größe", "don", "naïve größe", "größe don"])
    }
}

private func exponential(_ value: Double) -> Double {
    // The sum of its series, so that the test needs no library: values are small.
    var (term, sum) = (1.0, 1.0)
    for n in 1..<60 {
        term *= value / Double(n)
        sum += term
    }
    return max(0, sum)
}
