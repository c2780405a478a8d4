import Covalence
import NIOCore
import Synchronization

/// Pages as they were sent, kept in memory by their tags until anything in their workspace changes: whoever asks for the same page
/// again gets it without its being made again.
final class KeptPages: Sendable {
    private struct Kept {
        var version: Int
        var pages: [String: ByteBuffer] = [:]
    }

    private struct State {
        var workspaces: [Identifier<Workspace>: Kept] = [:]
        var bytes = 0

        mutating func drop(_ workspace: Identifier<Workspace>) {
            for page in workspaces.removeValue(forKey: workspace)?.pages.values ?? [:].values { bytes -= page.readableBytes }
        }
    }

    /// Bytes of all pages. With more, all are made anew: that is rare, and cheap beside keeping account of their use.
    private static let most = 8 << 20

    private let state = Mutex(State())

    /// A page that was kept with this tag.
    func page(_ tag: PageTag) -> ByteBuffer? {
        state.withLock { $0.workspaces[tag.workspace].flatMap { $0.version == tag.version ? $0.pages[tag.text] : nil } }
    }

    /// Keeps a page. Those of earlier versions of its workspace go, so that nothing of an erased meeting is held on to.
    func keep(_ page: ByteBuffer, _ tag: PageTag) {
        state.withLock { state in
            if let there = state.workspaces[tag.workspace], there.version != tag.version {
                // A request that began before a change and ends after it brings nothing back.
                guard there.version < tag.version else { return }
                state.drop(tag.workspace)
            }
            if state.bytes + page.readableBytes > Self.most { state = State() }
            guard page.readableBytes <= Self.most else { return }
            if let before = state.workspaces[tag.workspace, default: Kept(version: tag.version)].pages.updateValue(page, forKey: tag.text) {
                state.bytes -= before.readableBytes
            }
            state.bytes += page.readableBytes
        }
    }
}
