import Covalence
import Store
import Synchronization

/// Lines of the funnel that were read last, by reader. Invisible: each list says of which version of the workspace it is, and losing it costs time.
final class FunnelShelf: Sendable {
    /// Who looks.
    struct Reader: Hashable, Sendable {
        var scope: Scope
        /// Who may know of what is confidential; nil: of all of it.
        var member: Identifier<Member>?
    }

    /// What a reader saw.
    struct List: Sendable {
        /// The workspace’s version; lines are of this one or a later one.
        var version: Int
        /// What had been erased before they were read.
        var erasures: Int
        /// By which rules, numbers and time zone.
        var madeBy: String
        /// When the clock alone can change a line; nil: never.
        var due: Timestamp?
        /// By id.
        var lines: [FunnelLine]

        /// Whether it says what holds.
        func holds(at version: Int, madeBy: String, now: Timestamp) -> Bool {
            self.version == version && self.madeBy == madeBy && !isDue(now)
        }

        func isDue(_ now: Timestamp) -> Bool { due.map { $0 <= now } ?? false }
    }

    /// Readers of whom a list is kept ‡; one of 10,000 objectives has some ten megabytes, most of which readers of everything share.
    private static let most = 16

    private let lists = Mutex<[(reader: Reader, list: List)]>([])

    /// What a reader saw last.
    func list(of reader: Reader) -> List? {
        lists.withLock { lists in lists.first { $0.reader == reader }?.list }
    }

    /// Forgets what a reader saw.
    func forget(_ reader: Reader) {
        lists.withLock { lists in lists.removeAll { $0.reader == reader } }
    }

    /// Keeps what a reader sees. What others saw before something was erased goes, and so does what is of an earlier version, but for readers of
    /// everything, who go on from theirs.
    func keep(_ list: List, of reader: Reader) {
        lists.withLock { lists in
            lists.removeAll { one in
                one.reader == reader || one.list.madeBy != list.madeBy || one.list.erasures < list.erasures
                    || one.list.version < list.version && one.reader.scope != .everything
            }
            lists.append((reader, list))
            if lists.count > Self.most { lists.removeFirst() }
        }
    }
}
