import Covalence
public import Store

extension Workbenches {
    /// Carries out what was erased while a backup was written as it was carried out then: names go from other people's words, too, and
    /// where all words go, the reading is made while they are there.
    ///
    /// - Parameter analyzer: made only where something was erased.
    public static func replaying(with analyzer: @escaping @Sendable () throws -> MeetingAnalyzer) -> SnapshotRestore.Replay {
        { erasures, records, audit in
            let benches = Workbenches(records, analyzer: try analyzer(), traces: AuditTraces(audit))
            try await benches.bench(of: erasures.workspace).replayErasures(from: try Workbench.lines(of: erasures.records), by: .owner)
        }
    }
}
