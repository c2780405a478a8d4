import Covalence
public import Store

/// What one search box finds, by kind.
public struct Everything: Sendable {
    public var organizations: [OrganizationSummary]
    public var people: [PersonSummary]
    /// By title.
    public var meetings: [MeetingSummary]
    /// Words said.
    public var moments: Page<Moment>
    /// Words written: in mails, notes, calendars.
    public var written: Page<WrittenMoment>

    /// Whether nothing was found.
    public var isEmpty: Bool {
        organizations.isEmpty && people.isEmpty && meetings.isEmpty && moments.items.isEmpty && written.items.isEmpty
    }
}

extension Workbench {
    /// Searches accounts, people, meetings and words at once. Whoever sees no names finds words only.
    ///
    /// - Parameter limit: of each kind, 1 to 50.
    public func search(_ typed: String, limit: Int = 8, by visitor: Visitor) async throws -> Everything {
        try await admit(visitor, to: .searchWords)
        guard let text = OneLine.cut(typed) else {
            return Everything(
                organizations: [], people: [], meetings: [], moments: Page(items: [], next: nil), written: Page(items: [], next: nil)
            )
        }
        let limit = min(max(limit, 1), 50)
        let knows = visitor.may(.know)
        return Everything(
            organizations: knows ? try await store.organizations(OrganizationQuery(text: text, limit: limit), in: visitor.scope, at: now()).items : [],
            people: knows ? try await store.people(PersonQuery(text: text, limit: limit), in: visitor.scope, at: now()).items : [],
            meetings: knows ? try await meetings(MeetingQuery(filter: MeetingFilter(title: text), limit: limit), by: visitor).items : [],
            moments: try await moments(MomentQuery(words: typed, limit: limit), by: visitor),
            written: knows ? try await store.writtenMoments(WrittenQuery(words: typed, limit: limit), in: visitor.scope) : Page(items: [], next: nil)
        )
    }

    /// Names and titles that begin or contain what is typed, for the keyboard palette. Shows no words, so it leaves no trace.
    public func jump(to text: String, by visitor: Visitor) async throws -> Everything {
        try await admit(visitor, to: .listMeetings)
        guard visitor.may(.know), let text = OneLine.cut(text) else {
            return Everything(
                organizations: [], people: [], meetings: [], moments: Page(items: [], next: nil), written: Page(items: [], next: nil)
            )
        }
        return Everything(
            organizations: try await store.organizations(OrganizationQuery(text: text, limit: 6), in: visitor.scope, at: now()).items,
            people: try await store.people(PersonQuery(text: text, limit: 6), in: visitor.scope, at: now()).items,
            meetings: try await meetings(MeetingQuery(filter: MeetingFilter(title: text), limit: 6), by: visitor).items,
            moments: Page(items: [], next: nil), written: Page(items: [], next: nil)
        )
    }
}
