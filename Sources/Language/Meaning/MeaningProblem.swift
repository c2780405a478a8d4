/// Why texts cannot be read by meaning, and what to do. Everything else works without it.
public struct MeaningProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of problem it is: what is missing may be fetched, what is broken has to be replaced.
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
