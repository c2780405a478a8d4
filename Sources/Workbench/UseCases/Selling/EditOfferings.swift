public import Covalence
public import Store

extension Workbench {
    /// What we sell, by name; retired offerings too.
    public func offerings(by visitor: Visitor) async throws -> [OfferingRecord] {
        try await admit(visitor, to: .listOfferings)
        return try await store.offerings()
    }

    /// An offering.
    public func offering(_ id: Identifier<Offering>, by visitor: Visitor) async throws -> OfferingRecord {
        try await admit(visitor, to: .listOfferings)
        return try await store.offering(id)
    }

    /// Adds something that we sell.
    ///
    /// - Throws: `StoreError.refused` for a name or note that cannot be kept; `StoreError.exists` where one that is offered has the name.
    @discardableResult
    public func addOffering(
        named name: String, note: String? = nil, origin: Origin? = nil, isFiction: Bool = false, by visitor: Visitor
    ) async throws -> OfferingRecord {
        try await admit(visitor, to: .changeOfferings)
        let offering = Offering(
            id: .make(at: now()), name: try Self.offeringName(name), note: try Self.offeringNote(note), recordedAt: now(), origin: origin, isFiction: isFiction
        )
        return try await store.add(offering)
    }

    /// Gives an offering another name or note, retires it, or offers it again. Objectives that name it keep it.
    ///
    /// - Parameter version: the version the person saw.
    @discardableResult
    public func changeOffering(
        _ id: Identifier<Offering>, name: String, note: String?, isRetired: Bool, expecting version: Int, by visitor: Visitor
    ) async throws -> OfferingRecord {
        try await admit(visitor, to: .changeOfferings)
        var offering = try await store.offering(id).offering
        offering.name = try Self.offeringName(name)
        offering.note = try Self.offeringNote(note)
        return try await store.update(offering, isRetired: isRetired, expecting: version)
    }

    private static func offeringName(_ text: String) throws(StoreError) -> String {
        guard let name = OneLine.clean(text) else { throw .refused("The offering has no name. Give it one.", at: "/name") }
        guard name.count <= OneLine.longest else { throw .refused("The name of an offering has at most \(OneLine.longest) characters. Shorten it.", at: "/name") }
        return name
    }

    private static func offeringNote(_ text: String?) throws(StoreError) -> String? {
        guard let note = text.flatMap(Paragraphs.clean) else { return nil }
        guard note.count <= SellingStatement.longest else { throw .refused("A note has at most \(SellingStatement.longest) characters. Shorten it.", at: "/note") }
        return note
    }
}
