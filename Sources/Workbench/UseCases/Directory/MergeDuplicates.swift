public import Covalence
public import Store

extension Workbench {
    /// One organisation was the other: `absorbed` becomes part of `kept`. Can be undone.
    ///
    /// - Throws: `NotPermitted` where that would take what everybody sees out of their sight, which is for others to say (`kinds(of:for:)`).
    @discardableResult
    public func mergeOrganization(
        _ absorbed: Identifier<Organization>, into kept: Identifier<Organization>, by visitor: Visitor
    ) async throws -> Identifier<Merge> {
        try await admit(visitor, to: .mergeOrganizations, .organization(kept))
        let gone = try await store.organization(absorbed, in: visitor.scope).organization
        guard absorbed != kept else { throw StoreError.refused("An organisation cannot be merged with itself. Choose two different ones.") }
        // It becomes what the other one is.
        try mayBecome(try await store.organization(kept, in: visitor.scope).organization.kind, gone.kind, visitor)
        return try await store.merge(absorbed, into: kept, by: visitor.name, at: now())
    }

    /// One person was the other: `absorbed` becomes part of `kept`. Can be undone.
    @discardableResult
    public func mergePerson(
        _ absorbed: Identifier<Person>, into kept: Identifier<Person>, by visitor: Visitor
    ) async throws -> Identifier<Merge> {
        try await admit(visitor, to: .mergePeople, .person(kept))
        _ = try await store.person(absorbed, in: visitor.scope)
        guard absorbed != kept else { throw StoreError.refused("A person cannot be merged with themselves. Choose two different people.") }
        return try await store.merge(absorbed, into: kept, by: visitor.name, at: now())
    }

    /// Takes a merge back: what moved goes back, what was changed since stays.
    public func undoMerge(_ id: Identifier<Merge>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .mergeOrganizations)
        guard try await sees(try await store.merge(id), visitor) else { throw StoreError.notFound("The merge \(id)") }
        try await store.undoMerge(id, at: now())
    }

    /// Merges that can be undone, newest first, of what is in sight.
    ///
    /// - Parameter limit: 1 to 500.
    public func merges(after cursor: PageCursor? = nil, limit: Int = 50, by visitor: Visitor) async throws -> Page<MergeRecord> {
        try await admit(visitor, to: .listOrganizations)
        let limit = min(max(limit, 1), 500)
        guard visitor.scope != .everything else { return try await store.merges(after: cursor, limit: limit) }
        return try await pageInSight(after: cursor, limit: limit, place: \.place, { try await store.merges(after: $0, limit: 500) }) { try await sees($0, visitor) }
    }

    /// A page of what is in sight of a list that is kept without regard to sight.
    private func pageInSight<Item>(
        after cursor: PageCursor?, limit: Int, place: (Item) -> PageCursor, _ read: (PageCursor?) async throws -> Page<Item>, sees: (Item) async throws -> Bool
    ) async throws -> Page<Item> {
        var shown: [Item] = [], from = cursor
        repeat {
            let page = try await read(from)
            for item in page.items {
                guard try await sees(item) else { continue }
                guard shown.count < limit else { return Page(items: shown, next: shown.last.map(place)) }
                shown.append(item)
            }
            from = page.next
        } while from != nil
        return Page(items: shown, next: nil)
    }

    private func sees(_ merge: MergeRecord, _ visitor: Visitor) async throws -> Bool {
        if visitor.scope == .everything { return true }
        if merge.what == "person" {
            guard let kept = Identifier<Person>(merge.kept) else { return false }
            return try await isInSight(kept, visitor.scope)
        }
        guard let kept = Identifier<Organization>(merge.kept) else { return false }
        return try await isInSight(kept, visitor.scope)
    }

    /// Pairs of organisations in sight that may be one, the likeliest first.
    ///
    /// - Parameter limit: 1 to 500.
    public func likelyDuplicateOrganizations(limit: Int = 50, by visitor: Visitor) async throws -> [LikelyDuplicate<Organization>] {
        try await admit(visitor, to: .listOrganizations)
        let wanted = min(max(limit, 1), 500)
        var seen: [LikelyDuplicate<Organization>] = []
        for pair in try await store.likelyDuplicateOrganizations(limit: visitor.scope == .everything ? wanted : 500) where seen.count < wanted {
            guard visitor.scope != .everything else { seen.append(pair); continue }
            if try await isInSight(pair.first.id, visitor.scope), try await isInSight(pair.second.id, visitor.scope) { seen.append(pair) }
        }
        return seen
    }

    /// All of them, page by page, by their ids.
    ///
    /// - Parameter limit: 1 to 500.
    public func likelyDuplicateOrganizations(after cursor: PageCursor?, limit: Int = 50, by visitor: Visitor) async throws -> Page<LikelyDuplicate<Organization>> {
        try await admit(visitor, to: .listOrganizations)
        let limit = min(max(limit, 1), 500)
        guard visitor.scope != .everything else { return try await store.likelyDuplicateOrganizations(after: cursor, limit: limit) }
        return try await pageInSight(after: cursor, limit: limit, place: \.place, { try await store.likelyDuplicateOrganizations(after: $0, limit: 500) }) { pair in
            guard try await isInSight(pair.first.id, visitor.scope) else { return false }
            return try await isInSight(pair.second.id, visitor.scope)
        }
    }

    /// Pairs of people in sight that may be one, the likeliest first.
    ///
    /// - Parameter limit: 1 to 500.
    public func likelyDuplicatePeople(limit: Int = 50, by visitor: Visitor) async throws -> [LikelyDuplicate<Person>] {
        try await admit(visitor, to: .listPeople)
        let wanted = min(max(limit, 1), 500)
        var seen: [LikelyDuplicate<Person>] = []
        for pair in try await store.likelyDuplicatePeople(limit: visitor.scope == .everything ? wanted : 500) where seen.count < wanted {
            guard visitor.scope != .everything else { seen.append(pair); continue }
            if try await isInSight(pair.first.id, visitor.scope), try await isInSight(pair.second.id, visitor.scope) { seen.append(pair) }
        }
        return seen
    }

    /// All of them, page by page, by their ids.
    ///
    /// - Parameter limit: 1 to 500.
    public func likelyDuplicatePeople(after cursor: PageCursor?, limit: Int = 50, by visitor: Visitor) async throws -> Page<LikelyDuplicate<Person>> {
        try await admit(visitor, to: .listPeople)
        let limit = min(max(limit, 1), 500)
        guard visitor.scope != .everything else { return try await store.likelyDuplicatePeople(after: cursor, limit: limit) }
        return try await pageInSight(after: cursor, limit: limit, place: \.place, { try await store.likelyDuplicatePeople(after: $0, limit: 500) }) { pair in
            guard try await isInSight(pair.first.id, visitor.scope) else { return false }
            return try await isInSight(pair.second.id, visitor.scope)
        }
    }

    /// Two organisations that look alike are two: they are not asked about again.
    public func keepApart(
        _ first: Identifier<Organization>, _ second: Identifier<Organization>, by visitor: Visitor
    ) async throws {
        try await admit(visitor, to: .mergeOrganizations, .organization(first))
        try await beInSight(second, visitor)
        try await store.keepApart(first.description, second.description)
    }

    /// Two people who look alike are two: they are not asked about again.
    public func keepApart(_ first: Identifier<Person>, _ second: Identifier<Person>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .mergePeople, .person(first))
        _ = try await store.person(second, in: visitor.scope)
        try await store.keepApart(first.description, second.description)
    }
}
