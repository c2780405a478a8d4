public import Covalence
public import Formats
public import Foundation
public import Store

/// An import with what its columns mean and what is wrong with its rows.
public struct OpenImport: Sendable, Identifiable {
    public var made: RecordImport
    /// Nil for address cards, and where it is not known yet what the rows are.
    public var mapping: ColumnMapping?
    public var report: ImportReport
    /// The job that tries its rows, brings them in or takes them back; nil where none is open.
    public var job: Job?
    /// What stays although it was taken back.
    public var kept: [KeptChange]
    public var id: Identifier<IntakeItem> { made.id }

    /// Whether it holds address cards.
    public var isCards: Bool { made.kind == ImportFile.cardsKind }
    /// Whether it is known what its rows are, so that they can be tried.
    public var isReady: Bool { isCards || mapping != nil }

    init(_ made: RecordImport, job: Job? = nil, kept: [KeptChange] = []) {
        self.made = made
        mapping = ColumnMapping(stored: made.mapping)
        report = ImportReport(stored: made.report)
        self.job = job
        self.kept = kept
    }
}

extension Workbench {
    /// The largest table that is taken, in bytes ‡.
    public static let recordsLimit = Int(TableLimits().maxBytes)

    /// Begins to take in a table or a file of address cards, piece by piece.
    public func receiveRecords(by visitor: Visitor) async throws -> IncomingFile {
        try await admit(visitor, to: .importRecords)
        return try records.files.receive(limit: Self.recordsLimit)
    }

    /// Keeps a file that was taken in whole and looks through it: what it is, where it comes from, what its columns mean. Nothing of it comes into the record.
    ///
    /// - Throws: `TableError` where it cannot be read; it is not kept then.
    public func keepRecords(_ file: IncomingFile, named name: String, choices: ImportChoices = .init(), by visitor: Visitor) async throws -> OpenImport {
        try await admit(visitor, to: .importRecords)
        let count = file.count
        let hash = try file.commit()
        return try await propose(hash, bytes: count, named: Self.displayName(name), choices, visitor)
    }

    /// The same with the bytes at hand.
    public func keepRecords(_ content: Data, named name: String, choices: ImportChoices = .init(), by visitor: Visitor) async throws -> OpenImport {
        try await admit(visitor, to: .importRecords)
        return try await propose(try records.files.store(content), bytes: content.count, named: Self.displayName(name), choices, visitor)
    }

    private func propose(_ hash: ContentHash, bytes: Int, named name: String, _ choices: ImportChoices, _ visitor: Visitor) async throws -> OpenImport {
        let time = now()
        let item = IntakeItem(
            id: .make(at: time), file: StoredFile(hash: hash, bytes: bytes, mediaType: "text/csv", name: name, receivedAt: time), details: RecordIntake.kept,
            broughtInBy: visitor.member
        )
        try await store.receive(item)
        do {
            let file = try ImportFile(try records.files.needed(hash), named: name)
            var made = RecordImport(
                id: item.id, name: name, kind: "", source: "", mapping: "", report: "", rowCount: file.rowCount, madeBy: visitor.member, madeByName: visitor.name, madeAt: time
            )
            try describe(&made, file, choices, ImportReport())
            try await store.add(made)
            return OpenImport(try await store.recordImport(item.id))
        } catch {
            // Nobody can do anything with it: it must not stay behind.
            try? await settle(item, .refused(reason: "It could not be read as a table or as address cards."))
            throw error
        }
    }

    /// Notes kind, source, mapping and questions.
    private func describe(_ made: inout RecordImport, _ file: ImportFile, _ choices: ImportChoices, _ former: ImportReport) throws {
        var report = former
        report.beginAnew()
        switch file {
        case .cards(let reading):
            made.kind = ImportFile.cardsKind
            made.source = ImportFile.cardsKind
            report.take(reading.summary)
        case .table(let export):
            let mapping = try choices.applied(to: export, ColumnMapping(stored: made.mapping))
            made.kind = mapping?.kind.rawValue ?? ""
            made.source = mapping?.source.rawValue ?? CRMSource.other.rawValue
            made.mapping = try mapping?.stored() ?? ""
            report.encoding = export.layout.encoding.rawValue
            report.notes = export.layout.notes
            report.questions = mapping.map(export.questions) ?? []
        }
        made.report = try report.stored()
    }

    /// Says what a file is and what its columns mean, where it is not as proposed. What was tried before is forgotten.
    ///
    /// - Throws: `StoreError.refused` for a column that the file does not have; `StoreError.conflict(.record)` where it was started or changed meanwhile.
    public func chooseMapping(of id: Identifier<IntakeItem>, _ choices: ImportChoices, expecting version: Int? = nil, by visitor: Visitor) async throws -> OpenImport {
        try await admit(visitor, to: .importRecords, .file(id))
        var made = try await openImport(id, expecting: version)
        let (file, _) = try await openFile(of: made)
        try describe(&made, file, choices, ImportReport(stored: made.report))
        return OpenImport(try await store.update(made, queueing: [], as: nil))
    }

    /// Rows up to which a trial is answered at once ‡: about half a second.
    static let triedAtOnce = 2_000

    /// Goes through all rows and says what would become of them. Stores nothing of them. With many rows that is a job: the answer names it, and what it found
    /// is with the import once it has ended.
    ///
    /// - Throws: `StoreError.refused` where it is not known yet what the rows are.
    public func tryImport(_ id: Identifier<IntakeItem>, by visitor: Visitor) async throws -> OpenImport {
        try await admit(visitor, to: .importRecords, .file(id))
        let made = try await readyImport(id)
        guard made.rowCount > Self.triedAtOnce else { return OpenImport(try await tryRows(of: id, under: nil)) }
        try await store.enqueue([TryRecordsJob.job(for: id, by: visitor.member, at: machineTime())])
        return try await described(id)
    }

    /// The same however many rows there are, for somebody who waits for it.
    ///
    /// - Parameter onRows: called now and then with how many rows were gone through.
    public func tryOut(
        _ id: Identifier<IntakeItem>, by visitor: Visitor, onRows: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws -> OpenImport {
        try await admit(visitor, to: .importRecords, .file(id))
        _ = try await readyImport(id)
        return OpenImport(try await tryRows(of: id, under: nil, onRows: onRows))
    }

    /// Notes that rows could not be gone through.
    func noteUntried(_ id: Identifier<IntakeItem>, _ reason: String) async throws {
        var made = try await store.recordImport(id)
        guard made.state == .open else { return }
        var report = ImportReport(stored: made.report)
        report.failure = "It could not be tried. \(reason)"
        made.report = try report.stored()
        try await store.update(made, queueing: [], as: nil)
    }

    /// Forgets a file that was not imported.
    public func discardImport(_ id: Identifier<IntakeItem>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .importRecords, .file(id))
        var made = try await openImport(id, expecting: nil)
        made.state = .failed
        made.endedAt = now()
        var report = ImportReport(stored: made.report)
        report.beginAnew()
        report.failure = "Discarded by \(visitor.name). Nothing of it came in."
        made.report = try report.stored()
        try await store.update(made, queueing: [], as: nil)
        try await dropFile(of: id)
    }

    /// An import that waits for a person and of which it is known what its rows are.
    func readyImport(_ id: Identifier<IntakeItem>) async throws -> RecordImport {
        let made = try await openImport(id, expecting: nil)
        guard OpenImport(made).isReady else { throw StoreError.refused("It is not known yet what the rows of this file are. Choose the kind first.") }
        return made
    }

    /// An import that waits for a person.
    func openImport(_ id: Identifier<IntakeItem>, expecting version: Int?) async throws -> RecordImport {
        let made = try await store.recordImport(id)
        guard made.state == .open else { throw StoreError.refused("This import was started already, or has ended. Reload the page.") }
        if let version, version != made.version { throw StoreError.conflict(.record(expected: version, found: made.version)) }
        return made
    }
}
