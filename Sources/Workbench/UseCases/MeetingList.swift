public import Covalence
public import Foundation
public import Store

extension Workbench {
    /// Meetings, newest first, a page at a time; with words, only those in which they were said.
    public func meetings(_ query: MeetingQuery, by visitor: Visitor) async throws -> Page<MeetingSummary> {
        try await admit(visitor, to: .listMeetings)
        let query = try seen(query, visitor)
        guard visitor.seesPseudonyms else { return try await store.meetings(query) }
        if let words = query.words, try await names(in: words) { return Page(items: [], next: nil) }
        let page = try await store.meetings(query)
        return Page(items: page.items.map(Pseudonyms.named), next: page.next)
    }

    /// Meetings, newest first, a page at a time, with all that the list shows on and beside them; read at one moment.
    ///
    /// - Parameters:
    ///   - key: of the pieces that are kept of each meeting for the list; see `keepPiece`.
    ///   - isKnown: whether whoever asks knows already what a meeting is in this version, with the names in it. Of those nothing but their
    ///     place is read; who sees no names is given them all the same.
    public func meetingList(
        _ query: MeetingQuery, pieces key: String, isKnown: @escaping @Sendable (MeetingListing.Place) -> Bool, by visitor: Visitor
    ) async throws -> MeetingList {
        try await admit(visitor, to: .listMeetings)
        let query = try seen(query, visitor)
        let seesNames = !visitor.seesPseudonyms
        let listing = try await store.listing(query, pieces: key) { seesNames && isKnown($0) }
        let waiting = listing.waitingMeetings + waitingFiles(listing.waitingFiles, visitor).count
        guard visitor.seesPseudonyms else {
            return MeetingList(
                places: listing.places, summaries: listing.summaries, pieces: pieces(listing.pieces, of: Array(listing.summaries.values)),
                found: listing.found, total: listing.total, waiting: waiting
            )
        }
        // Pieces have words of the meeting, with the names in them.
        var list = MeetingList(places: Page(items: [], next: nil), summaries: [:], pieces: [:], found: 0, total: listing.total, waiting: waiting)
        if let words = query.words, try await names(in: words) { return list }
        list.places = listing.places
        list.summaries = listing.summaries.mapValues(Pseudonyms.named)
        list.found = listing.found
        return list
    }

    /// Moments in which words were said, newest meeting first.
    public func moments(_ query: MomentQuery, by visitor: Visitor) async throws -> Page<Moment> {
        try await admit(visitor, to: .searchWords)
        var query = query
        query.filter = try seen(query.filter, visitor)
        guard visitor.seesPseudonyms else { return try await store.moments(query) }
        if try await names(in: query.words) { return Page(items: [], next: nil) }
        let page = try await store.moments(query)
        return Page(items: try await withPseudonyms(page.items, words: query.words), next: page.next)
    }

    /// How many meetings a query finds in all.
    public func count(_ query: MeetingQuery, by visitor: Visitor) async throws -> Int {
        try await admit(visitor, to: .listMeetings)
        let query = try seen(query, visitor)
        if visitor.seesPseudonyms, let words = query.words, try await names(in: words) { return 0 }
        return try await store.count(query)
    }

    private func seen(_ query: MeetingQuery, _ visitor: Visitor) throws -> MeetingQuery {
        var query = query
        query.filter = try seen(query.filter, visitor)
        return query
    }

    /// A filter with what is in sight. Whoever sees no names cannot search by them either.
    func seen(_ filter: MeetingFilter, _ visitor: Visitor) throws -> MeetingFilter {
        var filter = filter
        filter.scope = visitor.scope
        if filter.person != nil || filter.organization != nil || filter.title != nil || filter.account != nil || filter.personID != nil,
           !visitor.may(.know) {
            throw NotPermitted(visitor: visitor.name, permission: .know)
        }
        return filter
    }

    /// The version of the workspace; cheap, for ETags.
    public func version(by visitor: Visitor) async throws -> Int {
        try await admit(visitor, to: .listMeetings)
        return try await store.version()
    }

    /// How many files and meetings wait for a person, for the mark in the navigation of every page.
    public func waitingCount(by visitor: Visitor) async throws -> Int {
        try await admit(visitor, to: .listMeetings)
        let files = waitingFiles(try await store.intake(in: [.needsDecision, .received]), visitor).count
        return try await store.count(MeetingQuery(filter: MeetingFilter(withOpenQuestions: true, scope: visitor.scope))) + files
    }

    private func waitingFiles(_ items: [IntakeItem], _ visitor: Visitor) -> [IntakeItem] {
        items.filter { item in
            // Mails and calendars go on by themselves; tables wait on their own page.
            InteractionIntake(kept: item.details) == nil && !RecordIntake.isKept(item.details)
                && (visitor.scope == .everything || visitor.member != nil && item.broughtInBy == visitor.member)
        }
    }

    /// What waits for a person: files with broken parts or without consent, and meetings of which it is not known who was on which side.
    public func waiting(by visitor: Visitor) async throws -> Waiting {
        try await admit(visitor, to: .listMeetings)
        let files = waitingFiles(try await store.intake(in: [.needsDecision, .received]), visitor)
        let query = MeetingQuery(filter: MeetingFilter(withOpenQuestions: true, scope: visitor.scope), limit: 200)
        let page = try await store.meetings(query)
        return Waiting(files: files.map(WaitingFile.init), meetings: page.items, meetingCount: try await store.count(query))
    }
}

/// A page of the list of meetings, with what is shown on and beside it.
public struct MeetingList: Sendable {
    /// The meetings in their order.
    public var places: Page<MeetingListing.Place>
    /// Those of them that are not known to whoever asks.
    public var summaries: [Identifier<Meeting>: MeetingSummary]
    /// What is kept of those for the list, where it was made by what reads them now; nothing for whoever sees no names.
    public var pieces: [Identifier<Meeting>: Data]
    /// How many meetings the query finds in all.
    public var found: Int
    /// How many meetings are in sight.
    public var total: Int
    /// How many files and meetings wait for a person.
    public var waiting: Int
}

/// What waits for a person.
public struct Waiting: Sendable {
    /// Files with broken parts or without consent, and files whose import has not ended.
    public var files: [WaitingFile]
    /// Meetings with participants without a side; at most 200.
    public var meetings: [MeetingSummary]
    /// How many such meetings there are in all.
    public var meetingCount: Int
}

/// A file that waits.
public struct WaitingFile: Sendable {
    public var item: IntakeItem
    /// What is broken in it; nil where it waits for something else.
    public var broken: BrokenFile?
    /// Whose consent is missing, and what would be lost; nil where it waits for something else.
    public var consent: ConsentQuestion?

    init(_ item: IntakeItem) {
        self.item = item
        if case .needsDecision(let problems) = item.state {
            broken = try? JSONDecoder().decode(BrokenFile.self, from: Data(problems.utf8))
            consent = item.consentQuestion
        }
    }
}
