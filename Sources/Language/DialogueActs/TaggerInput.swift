/// One utterance as the tagger takes it.
public struct TaggerInput: Sendable, Hashable {
    /// Any number that tells this speaker from the others of the conversation. Negative: not known.
    public var speaker: Int
    /// What was said, with or without punctuation, in any case.
    public var text: String

    /// An utterance and who said it.
    public init(speaker: Int, text: String) {
        self.speaker = speaker
        self.text = text
    }
}
