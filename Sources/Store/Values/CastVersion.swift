public import Covalence

/// A version of who is behind which label.
public struct CastVersion: Hashable, Sendable {
    /// From 1.
    public var version: Int
    public var cast: Cast
    /// Who said so.
    public var author: Claim.Author
    public var madeAt: Timestamp
    /// The version whose content this one brought back; nil where it was not an undo.
    public var restores: Int?
}
