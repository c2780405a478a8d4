/// What a claim rests on.
public struct Evidence: Hashable, Sendable, Codable {
    /// How we come to know it.
    public enum Basis: String, Hashable, Sendable, Codable, CaseIterable {
        /// It stands in the record.
        case observed
        /// Somebody told us.
        case reported
        /// We suppose it.
        case assumed
    }

    /// Where it is found.
    public enum Place: Hashable, Sendable, Codable {
        /// Words of one transcript version.
        case words(Words)
        /// A meeting as a whole.
        case meeting(Identifier<Meeting>)
        /// A mail, note or calendar event as a whole.
        case interaction(Identifier<Interaction>)
        /// Another claim.
        case claim(Identifier<Claim>)
    }

    /// A range of the text of one transcript version, and so a moment of the recording.
    public struct Words: Hashable, Sendable, Codable {
        /// The version that holds the words.
        public var transcript: Identifier<Transcript>
        /// First scalar, counted in Unicode scalars of the transcript's text.
        public var lower: Int
        /// One past the last scalar.
        public var upper: Int
        /// Set when a later version changed the words in this range: the finding may no longer hold.
        public var wordsChanged: Bool

        /// A range of a version's text.
        public init(transcript: Identifier<Transcript>, range: Range<Int>, wordsChanged: Bool = false) {
            self.transcript = transcript
            lower = range.lowerBound
            upper = range.upperBound
            self.wordsChanged = wordsChanged
        }

        /// The range, in Unicode scalars; empty where the stored bounds make no sense.
        public var range: Range<Int> { lower..<max(lower, upper) }
    }

    public var place: Place
    public var basis: Basis

    /// Evidence found at a place.
    public init(_ place: Place, basis: Basis = .observed) {
        self.place = place
        self.basis = basis
    }
}
