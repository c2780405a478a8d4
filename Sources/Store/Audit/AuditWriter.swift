import Foundation

/// Commits entries in groups: those that arrive while a commit is under way go together with the next one, so that many views at
/// once cost one sync and not one each.
actor AuditWriter {
    private typealias Waiting = (entry: AuditEntry, continuation: CheckedContinuation<StoreError?, Never>)

    /// Entries of one transaction: bounds how long the writer holds the file.
    private static let groupLimit = 500

    private let engine: Engine
    private let node: UUID
    private var waiting: [Waiting] = []
    private var isWriting = false

    init(engine: Engine, node: UUID) {
        self.engine = engine
        self.node = node
    }

    func append(_ entry: AuditEntry) async throws(StoreError) {
        let failure = await withCheckedContinuation { continuation in
            waiting.append((entry, continuation))
            guard !isWriting else { return }
            isWriting = true
            // A task of its own: cancelling who asked must not lose what others wait for.
            Task { await writeAll() }
        }
        if let failure { throw failure }
    }

    private func writeAll() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(Self.groupLimit))
            waiting.removeFirst(group.count)
            let entries = group.map(\.entry)
            var failure: StoreError?
            do throws(StoreError) {
                let node = node
                try await engine.write { db in try AuditChain.append(entries, node: node, db) }
            } catch {
                failure = error
            }
            for one in group { one.continuation.resume(returning: failure) }
        }
        isWriting = false
    }
}
