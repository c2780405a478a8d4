public import Covalence
public import Foundation

/// One line of a bulk intake, checked and matched, on its way into the record.
public struct BulkInteraction: Hashable, Sendable {
    /// `sourceID` is set: by it a line is told from those before.
    public var interaction: Interaction
    /// The organisations it is about.
    public var accounts: Set<Identifier<Organization>>
    /// Orders copies of the same source id; 0 where the source has none.
    public var revision: Int64
    /// Tells one line from another with the same source id.
    public var digest: Data

    /// A line that was read.
    public init(_ interaction: Interaction, accounts: Set<Identifier<Organization>>, revision: Int64, digest: Data) {
        self.interaction = interaction
        self.accounts = accounts
        self.revision = revision
        self.digest = digest
    }
}

/// What became of a line.
public enum BulkOutcome: Hashable, Sendable {
    case added(Identifier<Interaction>)
    case updated(Identifier<Interaction>)
    /// The same line was taken in before, or a newer copy.
    case unchanged(Identifier<Interaction>)
    /// Something with its source id is there, out of sight of whoever sent it: that stays as it is.
    case outOfSight
    /// It was erased before and is not taken in again.
    case erasedBefore
    /// An account it names is not there any more.
    case accountGone(Identifier<Organization>)
}
