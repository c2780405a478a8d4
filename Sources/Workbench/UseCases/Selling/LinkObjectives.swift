public import Covalence
public import Store

/// Something that waits for a person to say to which objectives it belongs.
public struct LinkQuestion: Sendable {
    public var line: HistoryLine
    /// The open objectives of its accounts, in sight, the one opened last first.
    public var candidates: [ObjectiveLine]
    /// How many wait for the same answer: itself and, where it stands for a series of calendar events, the others of it, also those further ahead.
    public var waiting: Int
}

/// To which objectives something belongs, and to which it could.
public struct LinkChoices: Sendable {
    public var title: String
    public var linked: [ObjectiveLine]
    /// Open objectives of its accounts to which it does not belong.
    public var candidates: [ObjectiveLine]
}

extension Workbench {
    /// The objectives in sight that a meeting or interaction belongs to.
    public func objectives(of happening: HistoryLine.Subject, by visitor: Visitor) async throws -> [ObjectiveLine] {
        try await admit(visitor, to: .listObjectives, happening.subject)
        return try await lines(of: try await store.objectives(of: happening, in: visitor.scope), visitor)
    }

    /// To which objectives a meeting or interaction belongs, and to which it could: the open ones of its accounts.
    public func linkChoices(of happening: HistoryLine.Subject, by visitor: Visitor) async throws -> LinkChoices {
        let linked = try await objectives(of: happening, by: visitor)
        let title: String, accounts: Set<Identifier<Organization>>
        switch happening {
        case .meeting(let id): (title, accounts) = (try await store.meeting(id).meeting.title, try await store.accounts(of: id))
        case .interaction(let id):
            let record = try await store.interaction(id, in: visitor.scope)
            (title, accounts) = (record.interaction.title, record.accounts)
        }
        var open: [ObjectiveRecord] = []
        for account in accounts.sorted() { open += try await store.objectives(ObjectiveQuery(account: account, isOpen: true, limit: 100), in: visitor.scope).items }
        let former = Set(linked.map(\.id))
        return LinkChoices(title: title, linked: linked, candidates: try await lines(of: open.filter { !former.contains($0.id) }, visitor))
    }

    /// Says to which objectives a meeting or interaction belongs, none as well; to those out of the visitor's sight it belongs as before. After that it is
    /// neither linked by itself nor asked about.
    ///
    /// - Parameters:
    ///   - seen: the objectives in sight that were seen (`ContentTag(ofIDs:)`); nil to replace whatever is there.
    ///   - series: whether it is the answer for the other calendar events of its series as well that wait for one and are in sight.
    /// - Returns: how many others were answered with it.
    /// - Throws: `StoreError.conflict(.content)` where it belongs to others by now.
    @discardableResult
    public func setObjectives(
        of happening: HistoryLine.Subject, to objectives: Set<Identifier<SalesObjective>>, expecting seen: ContentTag? = nil, forSeries series: Bool = false, by visitor: Visitor
    ) async throws -> Int {
        try await admit(visitor, to: .linkObjectives, happening.subject)
        guard objectives.count <= 100 else { throw StoreError.refused("A meeting or interaction belongs to at most 100 objectives. Leave some out.", at: "/objectives") }
        for objective in objectives { _ = try await store.objective(objective, in: visitor.scope) }
        let former = Set(try await store.objectives(of: happening, in: visitor.scope).map(\.id))
        return try await store.changeLinks(
            of: happening, adding: objectives.subtracting(former), removing: former.subtracting(objectives), series: series ? objectives : nil, expecting: seen, in: visitor.scope,
            by: visitor.member, at: now()
        )
    }

    /// ‡ Up to how many days ahead it is asked to which objective something belongs. What lies further ahead is asked about when it comes near: a series may
    /// change until then, and so may the sales.
    public static let daysAskedAhead = 14

    /// Meetings and interactions in sight that came in for accounts with several open objectives, up to two weeks ahead: to which do they belong? The latest
    /// first; of more than the limit, those nearest to now. A series of calendar events is one question.
    public func linkQuestions(limit: Int = 50, by visitor: Visitor) async throws -> [LinkQuestion] {
        try await admit(visitor, to: .listObjectives)
        let open = try await openLinks(limit: limit, visitor)
        var lines: [Identifier<SalesObjective>: ObjectiveLine] = [:]
        let records = Dictionary(open.flatMap(\.candidates).map { ($0.id, $0) }) { first, _ in first }.values.sorted { $0.id < $1.id }
        for start in stride(from: 0, to: records.count, by: 500) {
            for line in try await self.lines(of: Array(records[start..<min(start + 500, records.count)]), visitor) { lines[line.id] = line }
        }
        return open.map { link in LinkQuestion(line: link.line, candidates: link.candidates.compactMap { lines[$0.id] }, waiting: link.waiting) }
    }

    /// What waits for somebody to say to which objectives it belongs, as far ahead as is asked about.
    func openLinks(limit: Int, _ visitor: Visitor) async throws -> [OpenLink] {
        let time = now()
        return try await store.openLinks(
            near: time, before: time.advanced(by: Int64(Self.daysAskedAhead) * 86_400_000), limit: min(max(limit, 1), 500), in: visitor.scope
        )
    }
}

extension HistoryLine.Subject {
    /// What is asked for at the door.
    var subject: ActionSubject {
        switch self {
        case .meeting(let id): .meeting(id)
        case .interaction(let id): .interaction(id)
        }
    }
}
