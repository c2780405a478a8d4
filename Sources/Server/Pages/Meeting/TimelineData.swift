/// What the picture's script draws. Times in milliseconds from the start, or, without times, in words from the start.
struct TimelineData: Encodable, Hashable, Sendable {
    /// A stretch of talk by one side.
    struct Bar: Encodable, Hashable, Sendable {
        /// `seller`, `customer`, `third-party` or `unknown`.
        var side: String
        var start: Int
        var end: Int
        /// Index of its first utterance.
        var utterance: Int
        /// Who and the first words.
        var words: String
    }

    /// A question or a finding.
    struct Mark: Encodable, Hashable, Sendable {
        /// `question` or `finding`.
        var kind: String
        var side: String
        var at: Int
        var utterance: Int
        var label: String
        var words: String
    }

    /// The share of need talk in need and product talk around a point, 0 to 1.
    struct Point: Encodable, Hashable, Sendable {
        var at: Int
        var share: Double
    }

    /// `time` or `words`.
    var unit: String
    var end: Int
    var bars: [Bar]
    var marks: [Mark]
    var trajectory: [Point]
    /// Where the orientation ends; nil where not known.
    var orientationEnd: Int?
}
