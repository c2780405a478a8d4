public import Covalence
public import Foundation

/// What is kept of each objective for the funnel of many.
///
/// An entry goes in the transaction of whatever changes something it was made from, so that what is found here holds, whichever machine changed it. What
/// changes by the clock alone is told by `refreshAt`.
public protocol FunnelStore: Sendable {
    /// The objectives in sight, by id, with what is kept of each.
    ///
    /// - Parameter version: only those of which nothing is kept, and those whose entry was made when the workspace had this version or a later one; nil for
    ///   all.
    func funnelRows(since version: Int?, in scope: Scope) async throws(StoreError) -> [FunnelRow]

    /// How many objectives there are.
    func objectiveCount() async throws(StoreError) -> Int

    /// What is kept of some objectives, at most 500; those of which nothing is kept are left out.
    func funnelEntries(of objectives: [Identifier<SalesObjective>]) async throws(StoreError) -> [Identifier<SalesObjective>: FunnelContent]

    /// The objectives, in order, of which nothing is kept, or what was made by something else than this or is due by now.
    ///
    /// - Parameters:
    ///   - last: only those that come after it.
    ///   - limit: at most 500.
    func objectivesLackingEntries(
        madeBy: String, at now: Timestamp, after last: Identifier<SalesObjective>?, limit: Int
    ) async throws(StoreError) -> [Identifier<SalesObjective>]

    /// How many such objectives there are, told from indices; one that is due and was made by something else is counted twice.
    func countLackingEntries(madeBy: String, at now: Timestamp) async throws(StoreError) -> Int

    /// Keeps entries, if the workspace still has the version they were made from; else nothing happens.
    ///
    /// - Returns: whether they are kept.
    @discardableResult
    func keep(_ entries: [FunnelDraft], madeFrom version: Int) async throws(StoreError) -> Bool

    /// What belongs to each of some objectives now and is in sight, in order of time.
    func linked(toEach objectives: [Identifier<SalesObjective>], in scope: Scope) async throws(StoreError) -> [Identifier<SalesObjective>: [LinkedHappening]]

    /// The organisations that meetings and interactions belong to; what belongs to none is left out.
    func organizations(ofEach happenings: [HistoryLine.Subject]) async throws(StoreError) -> [HistoryLine.Subject: Set<Identifier<Organization>>]

    /// What sort of organisation each is; those that are not there are left out.
    func kinds(of organizations: Set<Identifier<Organization>>) async throws(StoreError) -> [Identifier<Organization>: Organization.Kind]
}

/// An objective in sight with what is kept of it.
public struct FunnelRow: Hashable, Sendable, Identifiable {
    public var id: Identifier<SalesObjective>
    /// Nil where nothing is kept.
    public var kept: Kept?

    /// What is kept.
    public struct Kept: Hashable, Sendable {
        /// By which rules, numbers and time zone.
        public var madeBy: String
        public var madeAt: Timestamp
        /// When the clock alone can change it; nil: never.
        public var refreshAt: Timestamp?
        /// Whether whoever sees the account sees all that it was made from.
        public var isPlain: Bool
        /// The members who may know of something that it was not made from.
        public var confidentialTo: Set<Identifier<Member>>
    }
}

/// What is kept of an objective, with what that holds.
public struct FunnelContent: Hashable, Sendable {
    public var kept: FunnelRow.Kept
    /// The entry as JSON.
    public var content: Data
}

/// What is to be kept of an objective.
public struct FunnelDraft: Hashable, Sendable {
    public var objective: Identifier<SalesObjective>
    public var content: Data
    public var kept: FunnelRow.Kept
    /// The ids of all it was made from.
    public var sources: Set<UUID>

    /// An entry with what it was made from.
    public init(
        objective: Identifier<SalesObjective>, content: Data, madeBy: String, madeAt: Timestamp, refreshAt: Timestamp?, isPlain: Bool,
        confidentialTo: Set<Identifier<Member>>, sources: Set<UUID>
    ) {
        self.objective = objective
        self.content = content
        kept = FunnelRow.Kept(madeBy: madeBy, madeAt: madeAt, refreshAt: refreshAt, isPlain: isPlain, confidentialTo: confidentialTo)
        self.sources = sources
    }
}
