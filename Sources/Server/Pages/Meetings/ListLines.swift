import Covalence
import Foundation
import MeetingInteraction
import Store
import Workbench

/// The lines of the list. Those that are missing are made one after the other behind the page, so that the list never waits for a reading.
actor ListLines {
    private let bench: Workbench
    private let visitor: Visitor
    private var waiting: [MeetingSummary] = []
    private var isWorking = false

    private static let key = "list-line/1"
    /// Rows of a page or two; what is asked for later comes first.
    private static let mostWaiting = 100

    init(bench: Workbench, visitor: Visitor) {
        self.bench = bench
        self.visitor = visitor
    }

    /// The lines that are kept.
    nonisolated func lines(of meetings: [MeetingSummary]) async -> [Identifier<Meeting>: ListLine] {
        var lines: [Identifier<Meeting>: ListLine] = [:]
        // A line has words of the meeting, with the names in them.
        guard !visitor.seesPseudonyms else { return lines }
        var missing: [MeetingSummary] = []
        for meeting in meetings {
            let kept = try? await bench.store.cached(Self.key, engine: engine(meeting), of: meeting.id)
            if let kept, let line = try? JSONDecoder().decode(ListLine.self, from: kept) { lines[meeting.id] = line } else { missing.append(meeting) }
        }
        if !missing.isEmpty { await make(missing) }
        return lines
    }

    /// Makes the lines of the newest meetings, so that they are there when the list is first opened.
    func makeNewest() async {
        guard let page = try? await bench.meetings(MeetingQuery(limit: 50), by: visitor) else { return }
        _ = await lines(of: page.items)
    }

    private func make(_ meetings: [MeetingSummary]) {
        for meeting in meetings.reversed() where !waiting.contains(where: { $0.id == meeting.id }) { waiting.append(meeting) }
        waiting = waiting.suffix(Self.mostWaiting)
        guard !isWorking else { return }
        isWorking = true
        Task { await work() }
    }

    private func work() async {
        while let meeting = waiting.popLast() {
            // A line that cannot be made leaves the row without it; opening the meeting says why.
            guard let open = try? await bench.openMeeting(meeting.id, by: visitor), open.isSameForEverybody, let data = try? JSONEncoder().encode(ListLine(open.analysis.reading)) else { continue }
            try? await bench.store.cache(data, as: Self.key, engine: engine(meeting), of: meeting.id, madeFrom: open.summary.version)
        }
        isWorking = false
    }

    private nonisolated func engine(_ meeting: MeetingSummary) -> String { "\(bench.analyzer.engine(for: meeting.language))/rules-\(MeetingReading.rulesVersion)" }
}
