/// One line of JSONL as the tagger needs it: where the members stand that it reads, and where its own go.
struct TagLine {
    /// A value in the line, strings without their quotes.
    struct Field {
        enum Kind { case missing, null, string, number, other }
        var kind = Kind.missing
        var start = 0
        var end = 0
        /// A string with at least one backslash.
        var escaped = false
    }

    /// Where a top-level member stands, and whether the tagger writes its own in its place.
    struct Member {
        var start: Int
        var end: Int
        var replaced: Bool
    }

    var conversation = Field()
    var speaker = Field()
    var text = Field()
    /// Where the closing brace stands.
    var close = 0
    /// Whether a member is to be replaced.
    var replaces = false
}
