import Covalence
import CoreMetrics
import Foundation
import Operations
import Workbench

/// Whether the server can answer requests: it is not stopping, its store answers, its disk has room.
///
/// Anybody may ask, so the answer is kept for a second: asking often costs nothing.
actor Readiness {
    /// One condition.
    struct Part: Sendable, Hashable {
        enum Name: String, Sendable { case running, store, disk }
        var name: Name
        var isGood: Bool
    }

    /// How long the store may take to answer ‡: less than those who ask wait.
    static let patience = Duration.seconds(3)

    private let phase: ServerPhase
    private let benches: Workbenches
    /// Where the store is; nil where it is on no disk of ours.
    private let folder: URL?
    private let reserve: Int
    private let patience: Duration
    private var kept: (parts: [Part], at: ContinuousClock.Instant)?

    /// - Parameters:
    ///   - reserve: bytes that should be free.
    ///   - patience: how long the store may take to answer.
    init(phase: ServerPhase, benches: Workbenches, folder: URL?, reserve: Int, patience: Duration = Readiness.patience) {
        self.phase = phase
        self.benches = benches
        self.folder = folder
        self.reserve = reserve
        self.patience = patience
    }

    /// Whether all conditions hold.
    func isReady() async -> Bool {
        // Not kept: who is told to stop says so at once.
        guard !phase.isDraining else { return false }
        return await parts().allSatisfy(\.isGood)
    }

    /// Each condition.
    func parts() async -> [Part] {
        let running = Part(name: .running, isGood: !phase.isDraining)
        if let kept, ContinuousClock.now - kept.at < .seconds(1) { return [running] + kept.parts }
        var parts = [Part(name: .store, isGood: await storeAnswers())]
        if let folder {
            let isGood = DiskRoom.places(of: folder).allSatisfy { DiskRoom.freeBytes(at: $0.path).map { $0 >= reserve } ?? true }
            parts.append(Part(name: .disk, isGood: isGood))
        }
        kept = (parts, .now)
        return [running] + parts
    }

    /// A small read.
    private func storeAnswers() async -> Bool {
        await Self.answer(within: patience) { [benches] in try await benches.workspaces() } != nil
    }

    /// What the store answers; nil where it fails or does not answer in time. A read that hangs is told to stop and left alone.
    static func answer<Answer: Sendable>(within patience: Duration, _ ask: @escaping @Sendable () async throws -> Answer) async -> Answer? {
        let (answers, answer) = AsyncStream.makeStream(of: Answer?.self, bufferingPolicy: .bufferingOldest(1))
        let asking = Task { answer.yield(try? await ask()) }
        let waiting = Task {
            try await Task.sleep(for: patience)
            answer.yield(nil)
        }
        defer {
            asking.cancel()
            waiting.cancel()
        }
        for await first in answers { return first }
        return nil
    }
}
