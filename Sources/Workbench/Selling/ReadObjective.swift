import Covalence
import Foundation
import Language
import Store
public import StrategicSelling

/// What the record suggests for a sales objective now, with what it was made from.
struct ObjectiveReading: Sendable {
    var record: ObjectiveRecord
    var suggestions: Suggestions
    /// Those who turned up, by id.
    var people: [Identifier<Person>: Person]
    /// The waiting suggestions, as they stand before this reading.
    var claims: [Claim]
    var isOpen: Bool
}

extension Workbench {
    /// ‡ People of an account whose names are looked for.
    private static let mostPeople = 500

    /// Reads what belongs to an objective and is in a scope.
    ///
    /// - Parameter visitor: who looks at what was read: what was not read yet is left to the job, and what they may not know of counts for nothing; nil for the job itself.
    func readObjective(_ id: Identifier<SalesObjective>, in scope: Scope, for visitor: Visitor? = nil, say: (Double) async throws -> Void = { _ in }) async throws -> ObjectiveReading {
        let record = try await store.objective(id, in: scope), kinds = Set(SellingKinds.names)
        let happenings = try await store.linked(to: id, asOf: nil, in: scope).filter { LinkedInteraction($0)?.at ?? now() <= now() }
        let linked = happenings.compactMap(LinkedInteraction.init)
        let ownLedger = try await store.ledger(about: [.objective(id)], kinds: kinds)
        var subjects = SheetInput.subjects(of: record.objective, claims: ownLedger.claims, interactions: linked)
        let there = try await store.people(PersonQuery(organization: record.objective.account, limit: Self.mostPeople), in: scope).items
        subjects.formUnion(there.map { .person($0.id) })
        let ids = Set(subjects.compactMap { if case .person(let person) = $0 { person } else { nil } })
        let people = try await store.people(ids, in: scope)
        subjects.remove(.objective(id))
        let others = try await store.ledger(about: subjects, kinds: kinds)
        let claims = Ledger(claims: ownLedger.claims + others.claims, decisions: ownLedger.decisions + others.decisions).asKnown(at: now())
            .filter { visitor?.mayKnow($0) ?? true }
        let byID = Dictionary(people.map { ($0.id, $0) }) { first, _ in first }
        let own = try await store.ownOrganizations(among: Set(people.compactMap(\.organization)))
        let isOpen = ObjectiveLine(record, claims: claims).ending == nil
        let search = SellingSearch(
            engine: try await sellingEngine(), names: ReferentReader(names: people.map(\.name)), competitors: try await competitors(claims), own: own, people: byID,
            isReading: visitor == nil
        )
        let passages = try await sellingPassages(of: happenings, search, say: say)
        var input = SuggestionInput(
            objective: record.objective, passages: passages, people: people, ownOrganizations: own, claims: claims.filter { $0.subject.isOf(id, record.objective.account, ids) }
        )
        input.sellers = Set(linked.flatMap(\.sellers))
        let here = Set(happenings.map(\.subject.uuidText))
        input.readElsewhere = Set(input.claims.filter { claim in
            guard claim.subject != .objective(id), let read = claim.payload[SuggestionPayload.readIn] else { return false }
            return !read.split(separator: " ").allSatisfy { here.contains(String($0)) }
        }.map(\.id))
        let suggestions = Suggestions.read(input)
        return ObjectiveReading(record: record, suggestions: suggestions, people: byID, claims: claims, isOpen: isOpen)
    }

    /// Whoever may get the order, by the names under which they are known: organisations that compete with us, and who is stated as one here.
    private func competitors(_ claims: [Claim]) async throws -> [String] {
        let known = try await store.organizations(OrganizationQuery(kinds: [.competitor], limit: 200), in: .everything).items.map(\.organization.name)
        let stated = claims.filter { $0.standing == .confirmed }.compactMap { SellingKinds.competitor.content(of: $0)?.name }
        return Set(known + stated).filter { $0.count > 2 }.sorted()
    }

    /// Records what the record suggests for an objective, and ends suggestions that no longer stand. Of an objective that has ended nothing is suggested.
    ///
    /// - Returns: how many are new, and how many ended.
    @discardableResult
    func suggestStatements(for id: Identifier<SalesObjective>, under run: JobRun? = nil) async throws -> (added: Int, ended: Int) {
        let reading = try await readObjective(id, in: .everything) { try await run?.say($0, "Reading what belongs to the objective") }
        guard reading.isOpen else { return (0, 0) }
        let time = now(), engine = Claim.Author.engine(Suggestions.engine)
        let claims = reading.suggestions.statements.map { statement in
            var claim = statement.claim(id: .make(at: time), recordedAt: time)
            claim.payload[SuggestionPayload.readIn] = statement.interactions.map(\.id).joined(separator: " ")
            if statement.isQuoted { claim.payload[SuggestionPayload.quoted] = "value" }
            return claim
        }
        let waiting = Set(reading.claims.filter { $0.standing == .suggested }.map(\.id))
        let ended = (reading.suggestions.withdrawn + claims.compactMap(\.supersedes)).filter(waiting.contains)
        try await store.suggest(
            claims, ending: ended.map { ExpectedDecision(Decision(claim: $0, standing: .superseded, author: engine, at: time), expecting: .suggested) }, for: id,
            expecting: reading.record.version, as: run?.step(isLast: true)
        )
        return (claims.count, ended.count)
    }
}

extension LinkedInteraction.Place {
    /// The id of the meeting or interaction, as it is written.
    public var id: String {
        switch self {
        case .meeting(let id): id.description
        case .interaction(let id): id.description
        }
    }
}

extension Claim.Subject {
    /// Whether it is an objective, its account, or one of some people.
    func isOf(_ objective: Identifier<SalesObjective>, _ account: Identifier<Organization>, _ people: Set<Identifier<Person>>) -> Bool {
        switch self {
        case .objective(let id): id == objective
        case .organization(let id): id == account
        case .person(let id): people.contains(id)
        case .meeting, .participant, .interaction: false
        }
    }
}
