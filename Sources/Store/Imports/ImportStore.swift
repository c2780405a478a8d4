public import Covalence
public import Foundation

/// Imports of records, what their rows became, and taking it back.
public protocol ImportStore: Sendable {
    /// Imports, the newest first.
    ///
    /// - Parameter limit: 1 to 500.
    func recordImports(after cursor: PageCursor?, limit: Int) async throws(StoreError) -> Page<RecordImport>

    /// - Throws: `StoreError.notFound`.
    func recordImport(_ id: Identifier<IntakeItem>) async throws(StoreError) -> RecordImport

    /// Notes an import of an uploaded file.
    func add(_ made: RecordImport) async throws(StoreError)

    /// Replaces state, kind, source, mapping, report, number of rows and end of an import, and queues what it needs next.
    ///
    /// - Throws: `StoreError.conflict(.record)` where it is another version than the one that was read.
    @discardableResult
    func update(_ changed: RecordImport, queueing jobs: [NewJob], as step: JobStep?) async throws(StoreError) -> RecordImport

    /// When an import wrote last; nil where none did.
    func lastImportTime() async throws(StoreError) -> Timestamp?

    /// What is known of records of sources, by their keys.
    func importedRecords(_ keys: [Data]) async throws(StoreError) -> [Data: ImportedRecord]

    /// Objectives that came from a program under these ids, by the id.
    func objectives(from system: String, _ ids: [String]) async throws(StoreError) -> [String: Identifier<SalesObjective>]

    /// Organisations with these names, without case and accents, by the name that was asked for; several may have one.
    func organizations(named names: [String]) async throws(StoreError) -> [String: [Identifier<Organization>]]

    /// Takes rows in, in one transaction.
    ///
    /// - Throws: `StoreError.conflict(.record)` where something is not as it was read: read anew and take the rows again; `StoreError.refused` where other
    ///   rows are expected.
    func take(_ batch: ImportBatch, as step: JobStep?) async throws(StoreError)

    /// Takes back the last changes of an import that were not taken back yet, in one transaction.
    ///
    /// - Parameters:
    ///   - most: how many changes.
    ///   - author: who withdraws what it stated.
    ///   - member: the member who that is; nil where no member does.
    /// - Returns: the import, which is undone once nothing is left.
    func undo(
        _ id: Identifier<IntakeItem>, most: Int, by author: Claim.Author, member: Identifier<Member>?, at time: Timestamp, as step: JobStep?
    ) async throws(StoreError) -> RecordImport

    /// What stays of an undone import, and why: the reason and how many records, most often first.
    func keptChanges(of id: Identifier<IntakeItem>) async throws(StoreError) -> [KeptChange]
}

/// Records that stay although their import was undone.
public struct KeptChange: Hashable, Sendable, Codable {
    /// `organization`, `person`, `objective` or `interaction`.
    public var thing: String
    /// Why, as a sentence.
    public var reason: String
    public var count: Int
}
