import Covalence
import Foundation
public import Store

extension Workbench {
    /// How much is past its time, by kind, and the first hundred of each. Kinds that are kept are left out.
    ///
    /// - Parameter policy: the one that would hold; nil for the one that does.
    public func previewRetention(_ policy: RetentionPolicy? = nil, by visitor: Visitor) async throws -> [ExpiredData] {
        try await admit(visitor, to: .previewRetention)
        var found: [ExpiredData] = []
        for (kind, limit) in limits(policy) {
            found.append(
                kind == .audit ? ExpiredData(kind: kind, count: try await auditEntries(before: limit))
                    : try await store.expired(kind, before: limit, limit: 100)
            )
        }
        return found
    }

    /// Removes what is past its time: recordings, words (the reading stays), originals, meetings, mails, events, notes, old
    /// entries of the audit log. Broken off, a job goes on with it.
    ///
    /// - Returns: how many of each kind were removed.
    @discardableResult
    public func runRetention(by visitor: Visitor) async throws -> [RetainedKind: Int] {
        try await admit(visitor, to: .runRetention)
        try await store.enqueue([RetentionJob.now(by: visitor.member, at: machineTime())])
        return try await atOnce(.retention) { try await self.removeExpired($0, by: visitor) }
    }

    /// Removes what is past its time. What is gone is not looked at again, so that it can begin again at any point.
    func removeExpired(_ run: JobRun?, by visitor: Visitor) async throws -> [RetainedKind: Int] {
        var removed: [RetainedKind: Int] = [:]
        let limits = limits()
        for (place, (kind, limit)) in limits.enumerated() {
            try await run?.say(Double(place) / Double(limits.count), "Looking at \(kind.title)")
            removed[kind] = kind == .audit ? try await dropAuditEntries(before: limit, by: visitor)
                : try await remove(kind, before: limit, run, share: Double(place) / Double(limits.count))
        }
        return removed
    }

    /// Changes how long kinds of data are kept. Nothing is removed before retention is run.
    ///
    /// - Parameter seen: what was seen of the settings; nil to replace whatever is there.
    /// - Throws: `StoreError.refused` for days out of their range; `StoreError.conflict(.content)` where something else is set by now.
    public func changeRetention(_ policy: RetentionPolicy, expecting seen: SeenSettings? = nil, by visitor: Visitor) async throws {
        try await admit(visitor, to: .changePrivacy)
        try await keepSettings(expecting: seen) { $0.retention = policy }
    }

    /// Kinds with a time to keep and the time before which they are past it. Whole meetings first: what is in them goes with them.
    private func limits(_ policy: RetentionPolicy? = nil) -> [(RetainedKind, Timestamp)] {
        // The audit log goes by the machine.
        let (now, machine) = (now(), machineTime())
        return [RetainedKind.meetings, .words, .recordings, .originals, .mails, .calendarEvents, .notes, .audit].compactMap { kind in
            (policy ?? settings.retention).days[kind].map { (kind, (kind == .audit ? machine : now).advanced(by: -Int64($0) * 86_400_000)) }
        }
    }

    private func remove(_ kind: RetainedKind, before limit: Timestamp, _ run: JobRun?, share: Double) async throws -> Int {
        var count = 0
        while true {
            if Task.isCancelled { throw StoreError.cancelled }
            let expired = try await store.expired(kind, before: limit, limit: 100)
            guard !(expired.meetings.isEmpty && expired.interactions.isEmpty) else { break }
            if kind == .meetings {
                defer { for meeting in expired.meetings { letGo(of: meeting) } }
                try await store.erase(expired.meetings)
            } else {
                for meeting in expired.meetings { try await remove(kind, of: meeting) }
            }
            for interaction in expired.interactions {
                try await store.erase(interaction)
                passages.forget(.interaction(interaction))
            }
            forgetTexts()
            try await forgetLearnt()
            count += expired.meetings.count + expired.interactions.count
            // Words are cleared from pages and log a hundred meetings at a time.
            try await store.finishRemovals()
            try await run?.say(share, "\(count) of \(kind.title) removed")
        }
        return count
    }

    private func remove(_ kind: RetainedKind, of meeting: Identifier<Meeting>) async throws {
        switch kind {
        case .recordings: try await store.replaceRecording(of: meeting, with: nil)
        case .originals: try await store.dropOriginal(of: meeting)
        case .words: try await removeAllWords(of: try await store.meeting(meeting), purging: false)
        case .meetings, .mails, .calendarEvents, .notes, .audit: break
        }
    }
}
