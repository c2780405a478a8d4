public import Covalence

/// A text that codes are suggested for.
public struct SuggesterInput: Hashable, Sendable {
    public var text: String
    /// Whose words they are; nil where nobody said.
    public var side: Side?

    /// A text.
    public init(_ text: String, side: Side? = nil) {
        self.text = text
        self.side = side
    }
}

/// A code with how much more the text looks like it than like none of the codebook's.
public struct SuggestedCode: Hashable, Sendable {
    /// The code's name.
    public var code: String
    /// From 0 to 1; above 0.5 the code is likelier than none. It sorts and compares; it is no chance of being right until it has been held against
    /// what people confirmed.
    public var score: Double

    /// A suggestion.
    public init(code: String, score: Double) {
        self.code = code
        self.score = score
    }
}
