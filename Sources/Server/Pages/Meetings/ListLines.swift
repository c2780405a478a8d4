import Covalence
import Foundation
import MeetingInteraction
import Store
import Workbench

/// The lines of the list. Those that are missing are made one after the other behind the page, so that the list never waits for a reading.
actor ListLines {
    private var waiting: [(bench: Workbench, meeting: MeetingSummary)] = []
    private var isWorking = false

    static let key = "list-line/2"
    /// Rows of a page or two; what is asked for later comes first.
    private static let mostWaiting = 100

    /// The lines that are kept, of meetings that this visitor was given. Lines name people: who sees no names gets none.
    nonisolated func lines(of meetings: [MeetingSummary], in bench: Workbench, for visitor: Visitor) async -> [Identifier<Meeting>: ListLine] {
        guard !visitor.seesPseudonyms else { return [:] }
        return await lines(of: meetings, kept: (try? await bench.keptPieces(Self.key, of: meetings, by: visitor)) ?? [:], in: bench)
    }

    /// The lines in what is kept of meetings; those that are missing are made behind the page.
    nonisolated func lines(of meetings: [MeetingSummary], kept: [Identifier<Meeting>: Data], in bench: Workbench) async -> [Identifier<Meeting>: ListLine] {
        var lines: [Identifier<Meeting>: ListLine] = [:]
        var missing: [MeetingSummary] = []
        for meeting in meetings {
            if let piece = kept[meeting.id], let line = ListLine(kept: piece) { lines[meeting.id] = line } else { missing.append(meeting) }
        }
        if !missing.isEmpty { await make(missing, in: bench) }
        return lines
    }

    /// Makes the lines of the newest meetings of a workspace, so that they are there when the list is first opened.
    nonisolated func makeNewest(in bench: Workbench) async {
        guard let page = try? await bench.meetings(MeetingQuery(limit: 50), by: .system) else { return }
        _ = await lines(of: page.items, in: bench, for: .system)
    }

    private func make(_ meetings: [MeetingSummary], in bench: Workbench) {
        for meeting in meetings.reversed() where !waiting.contains(where: { $0.meeting.id == meeting.id }) { waiting.append((bench, meeting)) }
        waiting = waiting.suffix(Self.mostWaiting)
        guard !isWorking else { return }
        isWorking = true
        Task { await work() }
    }

    private func work() async {
        while let next = waiting.popLast() {
            // A line that cannot be made leaves the row without it; opening the meeting says why.
            try? await next.bench.keepPiece(Self.key, of: next.meeting, by: .system) { ListLine($0).kept }
        }
        isWorking = false
    }
}
