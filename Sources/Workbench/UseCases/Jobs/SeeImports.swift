public import Covalence
public import Store

/// A file that was received and is not read yet.
public struct ImportUnderWay: Sendable {
    public var item: IntakeItem
    /// Its job; nil where it has none any more.
    public var job: Job?
}

extension Workbench {
    /// Files whose import has not ended, oldest first: one’s own, and for administrators everybody’s.
    ///
    /// - Parameters:
    ///   - place: the receipt and the id of the last one that is known already.
    ///   - limit: at most so many.
    public func importsUnderWay(
        after place: (at: Timestamp, id: Identifier<IntakeItem>)? = nil, limit: Int = 100, by visitor: Visitor
    ) async throws -> [ImportUnderWay] {
        try await admit(visitor, to: .listMeetings)
        let files = try await store.intake(in: [.received]).filter { item in
            // Tables wait for a person, on their own page.
            !RecordIntake.isKept(item.details) && (visitor.scope == .everything || visitor.member != nil && item.broughtInBy == visitor.member)
                && place.map { ($0.at, $0.id) < (item.file.receivedAt, item.id) } ?? true
        }
        var imports: [ImportUnderWay] = []
        for item in files.prefix(max(limit, 0)) {
            let job = try await store.jobs(JobQuery(kind: .importFile, subject: item.id.uuid, limit: 1)).items.first
            imports.append(ImportUnderWay(item: item, job: job))
        }
        return imports
    }

    /// How far the import of a file is that the visitor sent, on whichever node it runs: what its job last said.
    ///
    /// - Parameter token: as the file was sent with (`keepTranscript`).
    /// - Returns: nil where no such import of theirs is open: not begun yet, or ended.
    public func importProgress(_ token: String, by visitor: Visitor) async throws -> Job.Progress? {
        try await admit(visitor, to: .listMeetings)
        // Few are open at a time, and the one that is looked for is among the newest.
        let open = try await store.jobs(JobQuery(states: [.running], kind: .importFile, limit: 500)).items
        return open.first { $0.payload[ImportFileJob.progressToken] == token && $0.madeBy == visitor.member }?.progress
    }
}
