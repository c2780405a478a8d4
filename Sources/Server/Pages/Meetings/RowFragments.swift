import Covalence
import Store
import Synchronization

/// Rows of the list of meetings as HTML, kept in memory until the meeting or its line changes. Fifty of them are most of the page, and
/// they look the same to everybody who sees them.
final class RowFragments: Sendable {
    /// A row with what it was made from: the same gives the same row. Passed on without a copy of all its texts.
    fileprivate final class Row: Sendable {
        let meeting: Identifier<Meeting>
        let version: Int
        let line: ListLine?
        let html: String

        init(meeting: Identifier<Meeting>, version: Int, line: ListLine?, html: String) {
            self.meeting = meeting
            self.version = version
            self.line = line
            self.html = html
        }
    }

    /// The rows that are kept of a workspace, as they are at one moment.
    struct Known {
        fileprivate let workspace: Identifier<Workspace>
        /// Of the workspace, as whoever asks for the list saw it.
        fileprivate let version: Int
        fileprivate let kept: Kept

        /// Whether the row of a meeting is there and cannot have become another one: nothing in the workspace changed since it was made, and it has its
        /// line.
        func has(_ place: MeetingListing.Place) -> Bool {
            guard kept.version == version, let row = kept.rows[place.meeting] else { return false }
            return row.version == place.version && row.line != nil
        }
    }

    fileprivate struct Kept {
        var version = -1
        var rows: [Identifier<Meeting>: Row] = [:]
    }

    /// Rows of a workspace; with more, those of the page at hand are kept only.
    private static let most = 2_000

    private let kept = Mutex<[Identifier<Workspace>: Kept]>([:])

    /// What is kept of a workspace.
    ///
    /// - Parameter version: the workspace's, before the list is read. With another one than the last time, only rows of the page at hand
    ///   stay, so that nothing of an erased meeting is held on to.
    func known(in workspace: Identifier<Workspace>, version: Int) -> Known {
        Known(workspace: workspace, version: version, kept: kept.withLock { $0[workspace] } ?? Kept())
    }

    /// The rows in order, those that are not kept made anew.
    ///
    /// - Parameter read: the line of a meeting and what makes its row; nil where it was not read, since its row is known.
    func html(of places: [MeetingListing.Place], known: Known, read: (MeetingListing.Place) -> (line: ListLine?, make: () -> String)?) -> String {
        var used: [Row] = []
        used.reserveCapacity(places.count)
        var isAllKnown = known.kept.version == known.version
        for place in places {
            let kept = known.kept.rows[place.meeting], row: Row
            if let (line, make) = read(place) {
                isAllKnown = false
                if let kept, kept.version == place.version, kept.line == line { row = kept } else { row = Row(meeting: place.meeting, version: place.version, line: line, html: make()) }
            } else {
                guard let kept else { continue }
                row = kept
            }
            used.append(row)
        }
        var text = ""
        text.reserveCapacity(used.reduce(0) { $0 + $1.html.utf8.count })
        for row in used { text += row.html }
        guard !isAllKnown else { return text }
        let rows = Dictionary(used.map { ($0.meeting, $0) }) { first, _ in first }
        self.kept.withLock { kept in
            var now = kept[known.workspace] ?? Kept()
            // A request that began before a change and ends after it brings nothing back.
            guard now.version <= known.version else { return }
            if now.version == known.version, now.rows.count + rows.count <= Self.most { now.rows.merge(rows) { _, new in new } } else { now.rows = rows }
            now.version = known.version
            kept[known.workspace] = now
        }
        return text
    }
}
