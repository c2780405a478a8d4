/// What stands in the payload of a suggestion beside what it states, so that the store knows of which words it was made.
public enum SuggestionPayload {
    /// The ids of the meetings and interactions it was read in, with spaces between.
    public static let readIn = "read-in"
    /// “value” where the value quotes words.
    public static let quoted = "quoted"
    /// Fields that quote words.
    public static let quotes: Set<String> = ["actual", "desired", "words"]
    /// What stands in the place of words that went.
    static let erased = "words that were erased"

    static func isQuoted(_ payload: [String: String]) -> Bool { payload[quoted] == "value" }
}
