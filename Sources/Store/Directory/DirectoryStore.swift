public import Covalence
import Foundation

/// Organisations, people and who works which account.
///
/// Changing calls take the version the person saw, so that nobody overwrites what another person just wrote: they throw
/// `StoreError.conflict(.record(expected:found:))` where it is another one. Versions begin at 1.
public protocol DirectoryStore: Sendable {
    /// An organisation with its version, holders and counts.
    ///
    /// - Parameter now: what is a contact of the past, and what is still to come.
    /// - Throws: `StoreError.notFound` also where it is out of sight.
    func organization(_ id: Identifier<Organization>, in scope: Scope, at now: Timestamp) async throws(StoreError) -> OrganizationSummary

    /// An organisation without what has to be counted for it: for whoever asks for many.
    ///
    /// - Throws: `StoreError.notFound` also where it is out of sight.
    func plainOrganization(_ id: Identifier<Organization>, in scope: Scope) async throws(StoreError) -> Organization

    /// Organisations by name. Those that are no account (own, partner, competitor) are in sight for every scope but research.
    func organizations(_ query: OrganizationQuery, in scope: Scope, at now: Timestamp) async throws(StoreError) -> Page<OrganizationSummary>

    /// Adds an organisation.
    ///
    /// - Throws: `StoreError.exists` where another organisation has one of the domains; `StoreError.refused` for a parent that
    ///   is not there or would close a circle.
    @discardableResult
    func add(_ organization: Organization, holders: AccountHolders, at time: Timestamp) async throws(StoreError) -> OrganizationSummary

    /// Replaces what is known of an organisation. Throws as `add` does.
    @discardableResult
    func update(_ organization: Organization, expecting version: Int, at time: Timestamp) async throws(StoreError) -> OrganizationSummary

    /// Says who works an account. Checks that members and teams are there.
    func setHolders(of organization: Identifier<Organization>, _ holders: AccountHolders, expecting version: Int) async throws(StoreError)

    /// One of two was the other: `absorbed` becomes part of `kept`: its people, domains, children, meetings, interactions,
    /// claims and holders. What is known of `kept` wins. Can be undone.
    func merge(_ absorbed: Identifier<Organization>, into kept: Identifier<Organization>, by author: String, at time: Timestamp) async throws(StoreError) -> Identifier<Merge>

    /// Pairs that may be one organisation: a shared domain or the same name without legal form, case and accents. Not those
    /// that a person said are two. The likeliest first.
    func likelyDuplicateOrganizations(limit: Int) async throws(StoreError) -> [LikelyDuplicate<Organization>]

    /// All of these pairs, page by page, by their ids.
    func likelyDuplicateOrganizations(after cursor: PageCursor?, limit: Int) async throws(StoreError) -> Page<LikelyDuplicate<Organization>>

    /// The organisation with a domain; for `a.b.example` also that of `b.example`.
    func organization(withDomain domain: String) async throws(StoreError) -> Organization?

    /// A person with organisation and counts.
    ///
    /// - Parameter now: what is a contact of the past, and what is still to come.
    /// - Throws: `StoreError.notFound` also where out of sight: a person is in sight with their organisation, or, without one,
    ///   with an interaction or meeting they took part in, or to whoever added them.
    func person(_ id: Identifier<Person>, in scope: Scope, at now: Timestamp) async throws(StoreError) -> PersonSummary

    /// People by name.
    func people(_ query: PersonQuery, in scope: Scope, at now: Timestamp) async throws(StoreError) -> Page<PersonSummary>

    /// Adds a person.
    ///
    /// - Parameter by: the member who adds them; nil for imports.
    /// - Throws: `StoreError.exists` naming the other person where somebody has one of the mail addresses.
    @discardableResult
    func add(_ person: Person, by member: Identifier<Member>?, at time: Timestamp) async throws(StoreError) -> PersonSummary

    /// Replaces what is known of a person. Throws as `add` does; `StoreError.erased` where the person was erased meanwhile.
    @discardableResult
    func update(_ person: Person, expecting version: Int, at time: Timestamp) async throws(StoreError) -> PersonSummary

    /// One of two was the other: participations, meetings' participants, claims and ways to reach them move. Can be undone.
    func merge(_ absorbed: Identifier<Person>, into kept: Identifier<Person>, by author: String, at time: Timestamp) async throws(StoreError) -> Identifier<Merge>

    /// Pairs that may be one person: a shared address (of two that were merged and came apart), or the same name in one organisation.
    /// The likeliest first.
    func likelyDuplicatePeople(limit: Int) async throws(StoreError) -> [LikelyDuplicate<Person>]

    /// All of these pairs, page by page, by their ids.
    func likelyDuplicatePeople(after cursor: PageCursor?, limit: Int) async throws(StoreError) -> Page<LikelyDuplicate<Person>>

    /// Two that look alike are two: they are not asked about again.
    func keepApart(_ first: String, _ second: String) async throws(StoreError)

    /// Takes a merge back: what moved goes back, what was changed since stays.
    ///
    /// - Throws: `StoreError.refused` where one of the two was erased or merged again since.
    func undoMerge(_ merge: Identifier<Merge>, at time: Timestamp) async throws(StoreError)

    /// Merges that can be undone, newest first.
    func merges(after cursor: PageCursor?, limit: Int) async throws(StoreError) -> Page<MergeRecord>

    /// One that can be undone.
    ///
    /// - Throws: `StoreError.notFound` also for one that cannot.
    func merge(_ id: Identifier<Merge>) async throws(StoreError) -> MergeRecord

    /// People by mail address (lower case).
    func people(withAddresses addresses: [String]) async throws(StoreError) -> [String: Person]

    /// People with this name, without case and accents, for a question “is this …?”.
    func people(named name: String, limit: Int) async throws(StoreError) -> [Person]
}

/// For whoever does not ask when the contacts were: they are told apart by the machine's clock.
extension DirectoryStore {
    /// An organisation with its version, holders and counts.
    ///
    /// - Throws: `StoreError.notFound` also where it is out of sight.
    public func organization(_ id: Identifier<Organization>, in scope: Scope) async throws(StoreError) -> OrganizationSummary {
        try await organization(id, in: scope, at: Timestamp(Date()))
    }

    /// Organisations by name.
    public func organizations(_ query: OrganizationQuery, in scope: Scope) async throws(StoreError) -> Page<OrganizationSummary> {
        try await organizations(query, in: scope, at: Timestamp(Date()))
    }

    /// A person with organisation and counts.
    ///
    /// - Throws: `StoreError.notFound` also where out of sight.
    public func person(_ id: Identifier<Person>, in scope: Scope) async throws(StoreError) -> PersonSummary {
        try await person(id, in: scope, at: Timestamp(Date()))
    }

    /// People by name.
    public func people(_ query: PersonQuery, in scope: Scope) async throws(StoreError) -> Page<PersonSummary> {
        try await people(query, in: scope, at: Timestamp(Date()))
    }
}

/// A merge of two organisations or of two people.
public struct MergeRecord: Hashable, Sendable, Identifiable {
    public var id: Identifier<Merge>
    /// `organization` or `person`.
    public var what: String
    public var kept: String
    public var keptName: String
    public var absorbed: String
    public var absorbedName: String
    public var author: String
    public var at: Timestamp
    public var isUndone: Bool

    public init(id: Identifier<Merge>, what: String, kept: String, keptName: String, absorbed: String, absorbedName: String, author: String, at: Timestamp, isUndone: Bool) {
        self.id = id
        self.what = what
        self.kept = kept
        self.keptName = keptName
        self.absorbed = absorbed
        self.absorbedName = absorbedName
        self.author = author
        self.at = at
        self.isUndone = isUndone
    }
}

/// The label of merge ids.
public enum Merge: Sendable {}

/// Two that may be one.
public struct LikelyDuplicate<Thing: Hashable & Sendable>: Hashable, Sendable {
    public var first: Thing
    public var second: Thing
    /// Why we think so, in words: “both have the domain brunavik.example”.
    public var reason: String

    public init(first: Thing, second: Thing, reason: String) {
        self.first = first
        self.second = second
        self.reason = reason
    }
}

/// Organisations: all conditions that are set must hold.
public struct OrganizationQuery: Hashable, Sendable {
    /// Part of the name or of a domain, in any case, accents ignored.
    public var text: String?
    /// Nil for every kind.
    public var kinds: Set<Organization.Kind>?
    /// Only those that this member holds, alone or through a team.
    public var holder: Identifier<Member>?
    /// Only those that belong to this one.
    public var parent: Identifier<Organization>?
    public var cursor: PageCursor?
    /// 1 to 500.
    public var limit: Int

    /// All, by name; set what should hold.
    public init(text: String? = nil, kinds: Set<Organization.Kind>? = nil, holder: Identifier<Member>? = nil, parent: Identifier<Organization>? = nil, cursor: PageCursor? = nil, limit: Int = 50) {
        self.text = text
        self.kinds = kinds
        self.holder = holder
        self.parent = parent
        self.cursor = cursor
        self.limit = limit
    }
}

/// People: all conditions that are set must hold.
public struct PersonQuery: Hashable, Sendable {
    /// Part of the name, function or a mail address, in any case, accents ignored.
    public var text: String?
    public var organization: Identifier<Organization>?
    public var cursor: PageCursor?
    /// 1 to 500.
    public var limit: Int

    /// All, by name; set what should hold.
    public init(text: String? = nil, organization: Identifier<Organization>? = nil, cursor: PageCursor? = nil, limit: Int = 50) {
        self.text = text
        self.organization = organization
        self.cursor = cursor
        self.limit = limit
    }
}

/// An organisation as lists and its page show it.
public struct OrganizationSummary: Hashable, Sendable, Identifiable {
    public var organization: Organization
    /// Larger after every change.
    public var version: Int
    public var holders: AccountHolders
    public var parentName: String?
    public var people: Int
    /// Meetings and interactions in sight.
    public var interactions: Int
    /// The newest of them, also of what is to come.
    public var lastInteractionAt: Timestamp?
    /// The newest that has begun and was not called off.
    public var lastContactAt: Timestamp?
    /// The nearest that is to come and is not called off.
    public var nextContactAt: Timestamp?
    public var id: Identifier<Organization> { organization.id }

    public init(
        organization: Organization, version: Int, holders: AccountHolders, parentName: String?, people: Int, interactions: Int,
        lastInteractionAt: Timestamp?, lastContactAt: Timestamp?, nextContactAt: Timestamp?
    ) {
        self.organization = organization
        self.version = version
        self.holders = holders
        self.parentName = parentName
        self.people = people
        self.interactions = interactions
        self.lastInteractionAt = lastInteractionAt
        self.lastContactAt = lastContactAt
        self.nextContactAt = nextContactAt
    }
}

/// A person as lists and their page show them.
public struct PersonSummary: Hashable, Sendable, Identifiable {
    public var person: Person
    /// Larger after every change.
    public var version: Int
    public var organizationName: String?
    /// Meetings and interactions in sight they took part in.
    public var interactions: Int
    /// The newest of them, also of what is to come.
    public var lastInteractionAt: Timestamp?
    /// The newest that has begun and was not called off.
    public var lastContactAt: Timestamp?
    /// The nearest that is to come and is not called off.
    public var nextContactAt: Timestamp?
    public var id: Identifier<Person> { person.id }

    public init(
        person: Person, version: Int, organizationName: String?, interactions: Int, lastInteractionAt: Timestamp?, lastContactAt: Timestamp?, nextContactAt: Timestamp?
    ) {
        self.person = person
        self.version = version
        self.organizationName = organizationName
        self.interactions = interactions
        self.lastInteractionAt = lastInteractionAt
        self.lastContactAt = lastContactAt
        self.nextContactAt = nextContactAt
    }
}
