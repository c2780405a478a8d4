/// Why texts cannot be read by meaning, and what to do. Everything else works without it.
public struct MeaningProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        /// A file is not there.
        case missing
        /// A file is not what it should be.
        case broken
        /// It stopped working.
        case failed
    }

    public var kind: Kind
    public var problem: String
    public var remedy: String

    public var description: String { "\(problem) \(remedy)" }
}
