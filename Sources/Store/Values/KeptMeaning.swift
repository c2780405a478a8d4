public import Foundation

/// What a model of meaning read in a meeting's words, as it was kept.
public struct KeptMeaning: Hashable, Sendable {
    /// Who read it, with the version.
    public var engine: String
    /// The version of the words it was read in.
    public var transcript: Int
    /// The version of the cast it was read with: who is on which side.
    public var cast: Int
    public var content: Data

    /// What `engine` read.
    public init(engine: String, transcript: Int, cast: Int, content: Data) {
        self.engine = engine
        self.transcript = transcript
        self.cast = cast
        self.content = content
    }
}
