import Covalence
import Foundation
import Store
import StrategicSelling

/// What a sheet is made from, with what it takes to keep something of it.
struct GatheredSheet: Sendable {
    var record: ObjectiveRecord
    var input: SheetInput
    /// All that belongs to it, what was called off as well.
    var happenings: [HistoryLine.Subject]
    /// The members named by claims that are confidential.
    var confidentialTo: Set<Identifier<Member>>
    /// Everybody who is named by what was not rejected, or took part, whether in sight or not.
    var people: Set<Identifier<Person>>
    /// When the next of what was gathered comes to be known: another machine’s clock may be ahead of ours. Nil: all of it is.
    var nextKnown: Timestamp?
}

extension Workbench {
    /// Gathers what the sheets of some objectives are made from, in the same few queries however many claims and interactions there are.
    ///
    /// - Parameters:
    ///   - time: as it was known at this moment; nil: now.
    ///   - scope: what is in sight of the reader.
    ///   - knows: whether the reader may know of a claim; what is confidential to others counts for nothing.
    func gatherSheets(
        of records: [ObjectiveRecord], asOf time: Timestamp? = nil, clock: LocalClock, in scope: Scope, knows: (Claim) -> Bool
    ) async throws -> [GatheredSheet] {
        guard !records.isEmpty else { return [] }
        let ids = records.map(\.id), kinds = Set(SellingKinds.names)
        // What was rejected by now counts for nothing now; in the past it waited.
        let dropped = time == nil ? clock.now : nil
        async let links = linked(to: ids, asOf: time, in: scope)
        let own = try await store.ledger(about: Set(ids.map { .objective($0) }), kinds: kinds, withoutDroppedBy: dropped), linked = try await links
        var claims = Dictionary(grouping: own.claims, by: \.subject)
        // Of whom it was said that they are nobody, nobody is asked again.
        let nobody = Set(settings.notPeople)
        let interactions = linked.mapValues { happenings in
            happenings.compactMap(LinkedInteraction.init).map { interaction in
                var interaction = interaction
                if !nobody.isEmpty { interaction.unnamed = interaction.unnamed.filter { !nobody.contains("participant:\($0)") } }
                return interaction
            }
        }
        var subjects: [Identifier<SalesObjective>: Set<Claim.Subject>] = [:]
        for record in records {
            subjects[record.id] = SheetInput.subjects(
                of: record.objective, claims: claims[.objective(record.id)] ?? [], interactions: interactions[record.id] ?? []
            )
        }
        var about: Set<Claim.Subject> = []
        for some in subjects.values { about.formUnion(some) }
        let named = Set(about.compactMap(\.person))
        let others = try await store.ledger(about: about.subtracting(ids.map { .objective($0) }), kinds: kinds, withoutDroppedBy: dropped)
        claims.merge(Dictionary(grouping: others.claims, by: \.subject)) { $0 + $1 }
        let decisions = Dictionary(grouping: own.decisions + others.decisions, by: \.claim)
        let people = try await store.people(named, in: scope).reduce(into: [:]) { $0[$1.id] = $1 }
        let ours = try await store.ownOrganizations(among: Set(people.values.compactMap(\.organization)))
        let profile = try await currentProfile()
        return records.map { record in
            let about = subjects[record.id] ?? [], all = about.flatMap { claims[$0] ?? [] }
            let sight = SuggestionSight(interactions[record.id] ?? [])
            let known = all.filter { claim in
                guard sight.shows(claim, decisions[claim.id] ?? []) else { return false }
                // Of somebody out of sight, what holds in every objective is out of sight too.
                if case .person(let person) = claim.subject, people[person] == nil { return false }
                return knows(claim)
            }
            let named = Set(about.compactMap(\.person))
            var input = SheetInput(
                objective: record.objective, ledger: Ledger(claims: known, decisions: known.flatMap { decisions[$0.id] ?? [] }),
                people: named.compactMap { people[$0] }.sorted { $0.id < $1.id }, ownOrganizations: ours, interactions: interactions[record.id] ?? [], clock: clock,
                settings: settings.selling
            )
            if let profile { input.fitsProfile = profile.fits(record.objective.account, input.claims) }
            let times = all.flatMap { [$0.recordedAt] + (decisions[$0.id] ?? []).map(\.at) } + input.interactions.map(\.recordedAt)
            return GatheredSheet(
                record: record, input: input, happenings: (linked[record.id] ?? []).map(\.subject), confidentialTo: Set(all.compactMap(\.confidentialTo).joined()), people: named,
                nextKnown: times.filter { $0 > clock.now }.min()
            )
        }
    }

    private func linked(
        to objectives: [Identifier<SalesObjective>], asOf time: Timestamp?, in scope: Scope
    ) async throws -> [Identifier<SalesObjective>: [LinkedHappening]] {
        guard let time else { return try await store.linked(toEach: objectives, in: scope) }
        var linked: [Identifier<SalesObjective>: [LinkedHappening]] = [:]
        for id in objectives { linked[id] = try await store.linked(to: id, asOf: time, in: scope) }
        return linked
    }
}

extension Claim.Subject {
    /// The person it is; nil for anything else.
    var person: Identifier<Person>? {
        if case .person(let id) = self { id } else { nil }
    }
}
