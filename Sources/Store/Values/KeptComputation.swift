public import Foundation

/// A computation that was kept with a meeting, and what made it.
public struct KeptComputation: Hashable, Sendable {
    /// The engine and its version; whoever reads this with another one makes it anew.
    public var engine: String
    public var content: Data

    /// A kept computation.
    public init(engine: String, content: Data) {
        self.engine = engine
        self.content = content
    }
}
