public import Covalence
import Store

/// A seller's measures, and who else may see them.
public struct SellerMirror: Sendable {
    public var seller: Member
    public var measures: SellerMeasures
    /// The meetings, newest first, as `measures` has them.
    public var meetings: [MeetingHeading]
    /// Members who may see these measures, beside the seller.
    public var seenBy: [Member]
    /// Whether older meetings were left out.
    public var isCut: Bool

    /// A meeting by its title.
    public struct MeetingHeading: Sendable, Hashable {
        public var id: Identifier<Meeting>
        public var title: String
        public var startedAt: Timestamp?
    }
}

/// A team's measures, in which no single person can be made out.
public struct TeamMirror: Sendable {
    public var team: Team
    /// Sellers of the team who took part in a measured meeting.
    public var sellers: Int
    public var meetings: Int
    /// Each measure over all sellers and meetings; nil where fewer than `TeamMirror.fewest` sellers would show.
    public var rows: [SellerMeasures.Row]?
    public var isCut: Bool

    /// Fewer sellers than this are not shown as a team ‡: each could be made out.
    public static let fewest = 3
}

extension Workbench {
    /// One's own measures: the seller sees them first, and who else may.
    ///
    /// - Throws: `StoreError.refused` where the visitor is not bound to a person of the record.
    public func ownMeasures(by visitor: Visitor) async throws -> SellerMirror {
        try await admit(visitor, to: .seeOwnMeasures)
        guard let id = visitor.member else { throw StoreError.refused("The operator has no measures. Sign in as a member.") }
        return try await mirror(of: try await store.member(id), visitor)
    }

    /// A single seller's measures for somebody else; only with leave, which the seller can see.
    ///
    /// - Throws: `NotPermitted` without leave, administrators too.
    public func measures(of seller: Identifier<Member>, by visitor: Visitor) async throws -> SellerMirror {
        try await admit(visitor, to: .seeSellersMeasures, .member(seller))
        let grants = try await store.measureGrants()
        guard let viewer = visitor.member, grants.contains(where: { $0.viewer == viewer && $0.seller == seller }) else {
            throw NotPermitted(visitor: visitor.name, permission: .lead)
        }
        return try await mirror(of: try await store.member(seller), visitor)
    }

    /// The measures of a team, for those who lead it and for administrators.
    public func measures(of team: Identifier<Team>, by visitor: Visitor) async throws -> TeamMirror {
        try await admit(visitor, to: .seeTeamMeasures, .team(team))
        guard let found = try await store.teams().first(where: { $0.id == team }) else { throw StoreError.notFound("The team \(team)") }
        let leads = visitor.member.map { member in found.members.contains { $0.member == member && $0.manages } } ?? true
        guard leads || visitor.role == .administrator else { throw NotPermitted(visitor: visitor.name, permission: .lead) }
        var measured: [(id: Identifier<Meeting>, measures: ConversationMeasures, participant: Int)] = []
        var sellers = 0
        var isCut = false
        for membership in found.members {
            guard let person = try await store.member(membership.member).person else { continue }
            let (own, _, cut) = try await meetings(with: person, visitor)
            if !own.isEmpty { sellers += 1 }
            measured += own
            isCut = isCut || cut
        }
        let all = SellerMeasures(measured)
        return TeamMirror(
            team: found, sellers: sellers, meetings: Set(measured.map(\.id)).count,
            rows: sellers < TeamMirror.fewest ? nil : all.rows.map { row in
                // Which meeting has which number would tell whose it is.
                SellerMeasures.Row(key: row.key, values: [], distribution: row.distribution, notKnown: row.notKnown)
            }, isCut: isCut
        )
    }

    private func mirror(of seller: Member, _ visitor: Visitor) async throws -> SellerMirror {
        guard let person = seller.person else {
            let who = seller.id == visitor.member ? "you are" : "\(seller.name) is"
            throw StoreError.refused("It is not known which person of the record \(who). An administrator can say so on the members page.")
        }
        let (measured, headings, isCut) = try await meetings(with: person, visitor)
        let grants = try await store.measureGrants().filter { $0.seller == seller.id }
        var seenBy: [Member] = []
        for grant in grants { seenBy.append(try await store.member(grant.viewer)) }
        return SellerMirror(
            seller: seller, measures: SellerMeasures(measured), meetings: headings, seenBy: seenBy.sorted { $0.name < $1.name }, isCut: isCut
        )
    }

    private typealias Measured = (
        measured: [(id: Identifier<Meeting>, measures: ConversationMeasures, participant: Int)],
        headings: [SellerMirror.MeetingHeading], isCut: Bool
    )

    /// The newest meetings in sight in which a person was on the seller's side.
    private func meetings(with person: Identifier<Person>, _ visitor: Visitor) async throws -> Measured {
        let query = MeetingQuery(filter: MeetingFilter(personID: person, scope: visitor.scope), limit: Self.largestGroup)
        let page = try await store.meetings(query)
        var found: Measured = ([], [], page.next != nil)
        for summary in page.items {
            let cast = try await store.cast(of: summary.id).cast
            guard let participant = cast.participants.first(where: { $0.person == person && $0.side == .seller }),
                  let measures = try await self.measures(of: [summary]).first,
                  let index = measures.participants.first(where: { $0.participant == participant.id })?.index
            else { continue }
            found.measured.append((summary.id, measures, index))
            found.headings.append(.init(id: summary.id, title: summary.meeting.title, startedAt: summary.meeting.startedAt))
        }
        return found
    }
}
