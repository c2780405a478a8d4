public import Covalence

/// Offerings, sales objectives, and what belongs to them.
///
/// An objective is in sight with its account. Changing calls take the version the person saw, as those of the directory do; the version of an objective
/// also becomes larger with each claim about it and each decision on one.
public protocol SellingStore: Sendable {
    // MARK: Offerings

    /// Every offering, by name; retired ones too.
    func offerings() async throws(StoreError) -> [OfferingRecord]

    /// - Throws: `StoreError.notFound`.
    func offering(_ id: Identifier<Offering>) async throws(StoreError) -> OfferingRecord

    /// Adds an offering.
    ///
    /// - Throws: `StoreError.exists` where another one that is not retired has the name, without case and accents, or any other has the origin;
    ///   `StoreError.refused` for a name that cannot be kept.
    @discardableResult
    func add(_ offering: Offering) async throws(StoreError) -> OfferingRecord

    /// Replaces name and note of an offering, and says whether it is still offered. Throws as `add` does.
    @discardableResult
    func update(_ offering: Offering, isRetired: Bool, expecting version: Int) async throws(StoreError) -> OfferingRecord

    // MARK: Objectives

    /// - Throws: `StoreError.notFound` also where it is out of sight.
    func objective(_ id: Identifier<SalesObjective>, in scope: Scope) async throws(StoreError) -> ObjectiveRecord

    /// Objectives in sight by id, in order of their ids, at most 500; those that are not are left out.
    func objectives(_ ids: [Identifier<SalesObjective>], in scope: Scope) async throws(StoreError) -> [ObjectiveRecord]

    /// Objectives, the one opened last first, a page at a time.
    func objectives(_ query: ObjectiveQuery, in scope: Scope) async throws(StoreError) -> Page<ObjectiveRecord>

    /// Adds an objective with what is claimed of it at once, in one transaction.
    ///
    /// - Throws: `StoreError.notFound` for an account that is not there; `StoreError.exists` where another one has the origin.
    @discardableResult
    func add(_ objective: SalesObjective, claims: [Claim]) async throws(StoreError) -> ObjectiveRecord

    /// Replaces the account of an objective and when it was opened.
    @discardableResult
    func update(_ objective: SalesObjective, expecting version: Int) async throws(StoreError) -> ObjectiveRecord

    /// The claims of these kinds about some objectives as they stand now, by objective, in order of recording; of at most 500 objectives.
    ///
    /// - Parameter standings: nil for every standing.
    func claims(
        ofEach objectives: [Identifier<SalesObjective>], kinds: Set<String>, standings: Set<Standing>?
    ) async throws(StoreError) -> [Identifier<SalesObjective>: [Claim]]

    /// The claims of these kinds about some people, organisations, interactions or objectives as they were recorded, with the decisions on them. Evidence
    /// points at the current words where it could be carried there. A few queries, however many claims there are.
    ///
    /// - Parameter time: claims that were rejected or withdrawn by then, and are still, are left out with all that was decided on them; nil: all are there.
    func ledger(about subjects: Set<Claim.Subject>, kinds: Set<String>, withoutDroppedBy time: Timestamp?) async throws(StoreError) -> Ledger

    /// People by id, as far as they are in sight; who was erased is left out.
    func people(_ ids: Set<Identifier<Person>>, in scope: Scope) async throws(StoreError) -> [Person]

    /// Which of some organisations are our own.
    func ownOrganizations(among organizations: Set<Identifier<Organization>>) async throws(StoreError) -> Set<Identifier<Organization>>

    // MARK: Links

    /// The objectives that a meeting or interaction belongs to, as far as they are in sight, in order of their ids.
    func objectives(of happening: HistoryLine.Subject, in scope: Scope) async throws(StoreError) -> [ObjectiveRecord]

    /// Says which objectives a meeting or interaction belongs to, and to which not any more. With that a person has answered: it is neither linked by
    /// itself nor asked about after it.
    ///
    /// - Parameters:
    ///   - seen: the objectives that were seen, as far as they are in sight (`ContentTag(ofIDs:)`); nil to change whatever is there.
    ///   - series: to which objectives the other calendar events of its series belong that wait for an answer and are in sight; nil to leave them waiting.
    /// - Returns: how many others were answered with it.
    /// - Throws: `StoreError.notFound` where the meeting, the interaction or an objective to be added is not there; `StoreError.conflict(.content)`.
    @discardableResult
    func changeLinks(
        of happening: HistoryLine.Subject, adding: Set<Identifier<SalesObjective>>, removing: Set<Identifier<SalesObjective>>,
        series: Set<Identifier<SalesObjective>>?, expecting seen: ContentTag?, in scope: Scope, by member: Identifier<Member>?, at time: Timestamp
    ) async throws(StoreError) -> Int

    /// What belongs to an objective and is in sight, in order of time.
    ///
    /// - Parameter time: what was linked at that moment; nil for now.
    func linked(to objective: Identifier<SalesObjective>, asOf time: Timestamp?, in scope: Scope) async throws(StoreError) -> [LinkedHappening]

    /// Meetings and interactions in sight that came in for accounts with several open objectives and wait for a person to say to which they belong: the
    /// latest first, of many those nearest in time. Of a series of calendar events the nearest stands for all.
    ///
    /// - Parameters:
    ///   - time: to what they are near.
    ///   - end: what lies at this moment or later is left out.
    func openLinks(near time: Timestamp, before end: Timestamp, limit: Int, in scope: Scope) async throws(StoreError) -> [OpenLink]

    // MARK: Suggestions

    /// What was read for sales in some meetings and interactions; those in which nothing was are left out.
    func sellingReadings(of happenings: [HistoryLine.Subject]) async throws(StoreError) -> [HistoryLine.Subject: SellingReading]

    /// Keeps what was read, in the place of what was read before; of what was erased meanwhile nothing.
    func keep(_ reading: SellingReading, of happening: HistoryLine.Subject) async throws(StoreError)

    /// Adds suggestions for an objective and ends those that no longer stand, in one transaction with the end of the job for which they were read.
    ///
    /// - Throws: `StoreError.conflict(.record)` where something was claimed of the objective or decided since `version`.
    func suggest(
        _ claims: [Claim], ending decisions: [ExpectedDecision], for objective: Identifier<SalesObjective>, expecting version: Int, as step: JobStep?
    ) async throws(StoreError)

    /// Objectives that have not ended, in order of their ids, whoever may see them.
    func openObjectives(after: Identifier<SalesObjective>?, limit: Int) async throws(StoreError) -> [Identifier<SalesObjective>]
}

extension SellingStore {
    /// Says which objectives something belongs to, and to which not any more, whatever was seen before.
    public func changeLinks(
        of happening: HistoryLine.Subject, adding: Set<Identifier<SalesObjective>>, removing: Set<Identifier<SalesObjective>>,
        by member: Identifier<Member>?, at time: Timestamp
    ) async throws(StoreError) {
        try await changeLinks(of: happening, adding: adding, removing: removing, series: nil, expecting: nil, in: .everything, by: member, at: time)
    }
}

extension SellingStore {
    /// All of the claims, with the decisions on them.
    public func ledger(about subjects: Set<Claim.Subject>, kinds: Set<String>) async throws(StoreError) -> Ledger {
        try await ledger(about: subjects, kinds: kinds, withoutDroppedBy: nil)
    }
}
