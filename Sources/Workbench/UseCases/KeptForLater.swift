public import Covalence
public import Store

/// A file that was kept, and of which nothing could be made now for a reason that goes away: its job tries again by itself, so that
/// whoever brought it need not.
public struct KeptForLater: Error, CustomStringConvertible {
    public let item: Identifier<IntakeItem>
    /// Why not now, in a sentence without names.
    public let reason: String

    /// Nil where trying again would end in the same way.
    public init?(_ item: IntakeItem, _ error: any Error) {
        let problem = JobProblem(error)
        guard !problem.isFinal else { return nil }
        self.item = item.id
        reason = problem.sentence
    }

    /// What happened and what follows.
    public var description: String { "The file is kept, and is read by itself later. \(reason)" }
}
