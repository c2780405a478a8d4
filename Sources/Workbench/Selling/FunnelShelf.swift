import Covalence
import Store
import Synchronization

/// What was read last of the funnel: the book, and what readers saw. Invisible: each says of which version of the workspace it is, and losing it costs time.
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
        /// By which rules, numbers and time zone.
        var madeBy: String
        /// When the clock alone can change a line; nil: never.
        var due: Timestamp?
        var lines: FunnelLines

        /// Whether it says what holds.
        func holds(at version: Int, madeBy: String, now: Timestamp) -> Bool {
            self.version == version && self.madeBy == madeBy && lines.beingMade == 0 && due.map { $0 > now } ?? true
        }
    }

    /// Readers of whom a list is kept ‡; one of 10,000 objectives has some megabytes, of which words are shared by all.
    private static let most = 16

    private struct Kept: Sendable {
        var book: FunnelBook?
        var lists: [(reader: Reader, list: List)] = []
    }

    private let kept = Mutex(Kept())

    /// What was read last of what is kept of all objectives, if that was made so.
    func book(madeBy: String) -> FunnelBook? {
        kept.withLock { kept in kept.book.flatMap { $0.madeBy == madeBy ? $0 : nil } }
    }

    /// Keeps what was read, in the place of what was read before; of another look that read a later version, that stays.
    func keep(_ book: FunnelBook) {
        kept.withLock { kept in
            if let other = kept.book, other.madeBy == book.madeBy, other.version > book.version { return }
            kept.book = book
        }
    }

    /// What a reader saw last.
    func list(of reader: Reader) -> List? {
        kept.withLock { kept in kept.lists.first { $0.reader == reader }?.list }
    }

    /// Keeps what a reader sees. Of earlier versions nothing stays: something may have been erased since.
    func keep(_ list: List, of reader: Reader) {
        kept.withLock { kept in
            // A look that began before a change and ends after it brings nothing back.
            if kept.lists.contains(where: { $0.list.madeBy == list.madeBy && $0.list.version > list.version }) { return }
            kept.lists.removeAll { $0.reader == reader || $0.list.madeBy != list.madeBy || $0.list.version < list.version }
            kept.lists.append((reader, list))
            if kept.lists.count > Self.most { kept.lists.removeFirst() }
        }
    }
}
