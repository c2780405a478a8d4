import Covalence
import Synchronization

/// Rows of the list of meetings as HTML, kept in memory until the meeting or its line changes. Fifty of them are most of the page, and
/// they look the same to everybody who sees them.
final class RowFragments: Sendable {
    /// What a row is made from: the same key gives the same row.
    struct Key: Hashable, Sendable {
        var meeting: Identifier<Meeting>
        var version: Int
        var line: ListLine?
    }

    private struct Kept {
        var version = -1
        var rows: [Key: String] = [:]
    }

    /// Rows of a workspace; with more, those of the page at hand are kept only.
    private static let most = 2_000

    private let kept = Mutex<[Identifier<Workspace>: Kept]>([:])

    /// The rows in order, those that are not kept made anew.
    ///
    /// - Parameter version: the workspace's. With another one than the last time, only rows of this page stay, so that nothing of an
    ///   erased meeting is held on to.
    func html(of rows: [(key: Key, row: MeetingRow)], in workspace: Identifier<Workspace>, version: Int, make: (MeetingRow) -> String) -> String {
        let known = kept.withLock { $0[workspace] } ?? Kept()
        var used: [Key: String] = [:]
        var text = ""
        for (key, row) in rows {
            let html = known.rows[key] ?? make(row)
            used[key] = html
            text += html
        }
        kept.withLock { [used] kept in
            var now = kept[workspace] ?? Kept()
            if now.version == version, now.rows.count + used.count <= Self.most { now.rows.merge(used) { _, new in new } } else { now.rows = used }
            now.version = version
            kept[workspace] = now
        }
        return text
    }
}
