/// What the doctor saw of one thing: how it is, and what to do where it is not well.
public struct Diagnosis: Sendable, Hashable, Encodable {
    /// How bad it is.
    public enum Grade: String, Sendable, Encodable {
        /// As it should be.
        case good
        /// Works, but somebody should know.
        case note
        /// Something is wrong or will go wrong.
        case bad
    }

    /// Which check: `store`, `audit`, `files`, …
    public var part: String
    /// The workspace it is about; nil for all of it.
    public var workspace: String?
    public var grade: Grade
    /// What was seen, as a sentence.
    public var text: String
    /// What to do; nil where nothing is to be done.
    public var advice: String?

    public init(_ part: String, workspace: String? = nil, _ grade: Grade, _ text: String, advice: String? = nil) {
        self.part = part
        self.workspace = workspace
        self.grade = grade
        self.text = text
        self.advice = advice
    }

    private enum Key: String, CodingKey { case part, workspace, grade, isSound, text, advice }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(part, forKey: .part)
        try container.encodeIfPresent(workspace, forKey: .workspace)
        try container.encode(grade, forKey: .grade)
        try container.encode(grade != .bad, forKey: .isSound)
        try container.encode(text, forKey: .text)
        try container.encodeIfPresent(advice, forKey: .advice)
    }
}
