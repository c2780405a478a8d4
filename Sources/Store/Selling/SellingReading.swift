public import Foundation

/// What was read for sales in a meeting or interaction: codes and numbers, no words.
public struct SellingReading: Hashable, Sendable {
    /// Names what it was read in: the words and the cast, or the version of the interaction.
    public var stamp: String
    /// What read it.
    public var engine: String
    /// In the form of whoever read it.
    public var content: Data

    /// A reading.
    public init(stamp: String, engine: String, content: Data) {
        self.stamp = stamp
        self.engine = engine
        self.content = content
    }
}
