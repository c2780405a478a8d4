import Covalence
import Foundation
public import Store

/// What is new, and what waits for this visitor.
public struct Home: Sendable {
    /// The newest meetings and interactions in sight that have begun, newest first; empty for those who see no names.
    public var latest: [HistoryLine]
    /// The newest meetings in sight.
    public var meetings: [MeetingSummary]
    /// Files with broken parts, and meetings of which it is not known who was on which side; nil for those who change nothing.
    public var waiting: Waiting?
    /// Participants of whom it is not known which person they are; at most 20.
    public var identities: [OpenIdentity]
    /// Accounts the visitor works, those without contact for longest first, whatever is to come.
    public var accounts: [OrganizationSummary]
    /// How many meetings are in sight in all.
    public var meetingCount: Int
    /// The week's meetings, priorities and flags; nil for those who see no names.
    public var week: MyWeek?
}

extension Workbench {
    /// The first page: what is new, what waits.
    public func home(by visitor: Visitor) async throws -> Home {
        try await admit(visitor, to: .seeHome)
        let knows = visitor.may(.know)
        let page = try await meetings(MeetingQuery(limit: 8), by: visitor)
        var accounts: [OrganizationSummary] = []
        if knows, let member = visitor.member {
            accounts = try await store.organizations(OrganizationQuery(holder: member, limit: 200), in: visitor.scope, at: now()).items
                .filter(\.organization.kind.isAccount)
                .sorted { ($0.lastContactAt?.milliseconds ?? .min, $0.organization.name) < ($1.lastContactAt?.milliseconds ?? .min, $1.organization.name) }
        }
        return Home(
            latest: knows ? try await store.history(HistoryQuery(before: now(), limit: 12), in: visitor.scope).items : [],
            meetings: page.items,
            waiting: visitor.may(.change) ? try await waiting(by: visitor) : nil,
            identities: visitor.may(.change) ? try await store.openIdentities(in: visitor.scope, limit: 20) : [],
            accounts: Array(accounts.prefix(12)),
            meetingCount: try await count(MeetingQuery(), by: visitor),
            week: knows ? try await week(.current, waits: false, visitor) : nil
        )
    }
}
