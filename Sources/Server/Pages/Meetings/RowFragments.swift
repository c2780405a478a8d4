import Covalence
import Synchronization

/// Rows of the list of meetings as HTML, kept in memory until the meeting or its line changes. Fifty of them are most of the page, and
/// they look the same to everybody who sees them.
final class RowFragments: Sendable {
    /// What a row is made from: the same gives the same row.
    struct Source: Hashable, Sendable {
        var meeting: Identifier<Meeting>
        var version: Int
        var line: ListLine?
    }

    private struct Row {
        var source: Source
        var html: String
    }

    private struct Kept {
        var version = -1
        var rows: [Identifier<Meeting>: Row] = [:]
    }

    /// Rows of a workspace; with more, those of the page at hand are kept only.
    private static let most = 2_000

    private let kept = Mutex<[Identifier<Workspace>: Kept]>([:])

    /// The rows in order, those that are not kept made anew.
    ///
    /// - Parameters:
    ///   - version: the workspace's. With another one than the last time, only rows of this page stay, so that nothing of an
    ///     erased meeting is held on to.
    ///   - make: the row of one of the sources, by its index.
    func html(of sources: [Source], in workspace: Identifier<Workspace>, version: Int, make: (Int) -> String) -> String {
        let known = kept.withLock { $0[workspace] } ?? Kept()
        var used: [Identifier<Meeting>: Row] = [:]
        var text = "", isAllKnown = known.version == version
        for (index, source) in sources.enumerated() {
            let row: Row
            if let kept = known.rows[source.meeting], kept.source == source { row = kept } else {
                row = Row(source: source, html: make(index))
                isAllKnown = false
            }
            used[source.meeting] = row
            text += row.html
        }
        guard !isAllKnown else { return text }
        kept.withLock { [used] kept in
            var now = kept[workspace] ?? Kept()
            if now.version == version, now.rows.count + used.count <= Self.most { now.rows.merge(used) { _, new in new } } else { now.rows = used }
            now.version = version
            kept[workspace] = now
        }
        return text
    }
}
