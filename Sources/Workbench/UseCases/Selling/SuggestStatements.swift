public import Covalence
import Store
public import StrategicSelling

/// What the record suggests for an objective.
public struct OpenSuggestions: Sendable {
    public var line: ObjectiveLine
    /// What waits for a person, the latest first.
    public var waiting: [StatementHistory]
    /// People who turned up and are not on the sheet, those who said most first.
    public var newcomers: [Newcomer]
    /// Who is named in what waits and is in sight, by id.
    public var people: [Identifier<Person>: Person]

    /// Somebody who turned up, with what they said.
    public struct Newcomer: Sendable, Identifiable {
        public var person: Person
        /// Roles that are suggested, or that wait.
        public var roles: [BuyingRole]
        /// What it said that tells most, else where it is named.
        public var words: [Words]
        public var id: Identifier<Person> { person.id }

        /// Words with where they are.
        public struct Words: Sendable {
            public var text: String
            public var place: Evidence.Place
            /// Whether somebody else said it of the person.
            public var isReported: Bool
        }
    }
}

extension Workbench {
    /// What waits for a decision on an objective, and who turned up in what belongs to it.
    public func suggestions(for id: Identifier<SalesObjective>, by visitor: Visitor) async throws -> OpenSuggestions {
        try await admit(visitor, to: .openObjective, .objective(id))
        return try await openSuggestions(id, visitor)
    }

    /// Reads what belongs to an objective now instead of when its turn comes, and records what it suggests.
    public func readForSuggestions(_ id: Identifier<SalesObjective>, by visitor: Visitor) async throws -> OpenSuggestions {
        try await admit(visitor, to: .stateClaim, .objective(id))
        _ = try await store.objective(id, in: visitor.scope)
        try await suggestStatements(for: id)
        return try await openSuggestions(id, visitor)
    }

    private func openSuggestions(_ id: Identifier<SalesObjective>, _ visitor: Visitor) async throws -> OpenSuggestions {
        let open = try await openSheet(id, by: visitor)
        let reading = try await readObjective(id, in: visitor.scope, for: visitor)
        let waiting = open.input.claims.filter { $0.standing == .suggested && SellingKinds.title(of: $0.kind) != nil }
        func roles(of person: Identifier<Person>) -> [BuyingRole] {
            let held = waiting.compactMap { SellingKinds.role.content(of: $0) }.filter { $0.person == person }.map(\.value)
            return BuyingRole.allCases.filter(held.contains)
        }
        return OpenSuggestions(
            line: open.line,
            waiting: waiting.sorted { ($1.recordedAt, $1.id) < ($0.recordedAt, $0.id) }
                .map { StatementHistory(claim: $0, title: SellingKinds.title(of: $0.kind) ?? $0.kind, decisions: []) },
            newcomers: reading.suggestions.newcomers.compactMap { newcomer in
                guard let person = reading.people[newcomer.person] else { return nil }
                return .init(person: person, roles: roles(of: person.id), words: zip(newcomer.evidence, newcomer.words).map {
                    .init(text: $1, place: $0.place, isReported: $0.basis == .reported)
                })
            },
            people: Dictionary(open.input.people.map { ($0.id, $0) }) { first, _ in first }
        )
    }
}
