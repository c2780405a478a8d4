import Covalence
import Language
import Store
import Synchronization

/// What a workspace’s codebooks are in memory: read ones, what was learnt, and turns to ask about. Nothing here is kept; all of it can be made again.
actor CodebookDesk {
    /// What a suggester was learnt from.
    struct Learnt: Hashable, Sendable {
        var name: String
        var version: Int
        /// When it was learnt last with what people decided; nil where it never was.
        var at: Timestamp?
    }

    /// What one gets who asks for a suggester.
    enum Readiness: Sendable {
        case ready(CodeSuggester)
        /// It is being learnt; so far, from 0 to 1.
        case learning(Double)
    }

    private static let most = 16
    private var books: [String: (version: Int, book: Codebook)] = [:]
    private var suggesters: [Learnt: Task<CodeSuggester, any Error>] = [:]
    private var uses: [Learnt] = []
    private var progress: [Learnt: LearningProgress] = [:]
    private var pools: [TurnPool.Key: TurnPool] = [:]

    // MARK: Codebooks

    /// A codebook that was read before.
    func book(_ name: String, version: Int) -> Codebook? { books[name].flatMap { $0.version == version ? $0.book : nil } }

    func keep(_ book: Codebook) {
        if books.count >= Self.most { books = [:] }
        books[book.name] = (book.version, book)
    }

    // MARK: Suggesters

    /// The suggester of what was learnt, made where it is not in memory. Who asks while it is made waits for the same one, and it is made even where nobody waits any more.
    ///
    /// - Parameters:
    ///   - patience: how long to wait for it; nil for as long as it takes.
    ///   - make: makes it, and says from 0 to 1 how far it is.
    func suggester(
        _ learnt: Learnt, patience: Duration? = nil, _ make: @escaping @Sendable (@escaping @Sendable (Double) -> Void) async throws -> CodeSuggester
    ) async throws -> Readiness {
        uses.removeAll { $0 == learnt }
        uses.append(learnt)
        let making = suggesters[learnt] ?? start(learnt, make)
        do {
            guard let patience else { return .ready(try await making.value) }
            if let suggester = try await making.value(within: patience) { return .ready(suggester) }
            return .learning(progress[learnt]?.value ?? 0)
        } catch {
            // The next who asks tries again.
            if suggesters[learnt] == making { suggesters[learnt] = nil }
            throw error
        }
    }

    private func start(
        _ learnt: Learnt, _ make: @escaping @Sendable (@escaping @Sendable (Double) -> Void) async throws -> CodeSuggester
    ) -> Task<CodeSuggester, any Error> {
        let progress = LearningProgress()
        let making = Task { try await make { progress.value = $0 } }
        put(making, learnt)
        self.progress[learnt] = progress
        return making
    }

    /// Takes over what a job learnt.
    func put(_ suggester: CodeSuggester, _ learnt: Learnt) {
        uses.removeAll { $0 == learnt }
        uses.append(learnt)
        put(Task { suggester }, learnt)
    }

    private func put(_ making: Task<CodeSuggester, any Error>, _ learnt: Learnt) {
        // What was learnt of the same codebook before is of no use any more.
        for former in suggesters.keys where former.name == learnt.name { suggesters[former] = nil }
        uses.removeAll { $0.name == learnt.name && $0 != learnt }
        suggesters[learnt] = making
        while uses.count > Self.most { suggesters[uses.removeFirst()] = nil }
        progress = progress.filter { suggesters[$0.key] != nil }
    }

    // MARK: Turns to ask about

    func pool(_ key: TurnPool.Key, at now: Timestamp) -> TurnPool? {
        guard let pool = pools[key], pool.madeAt.advanced(by: TurnPool.holds) > now else { return nil }
        return pool
    }

    func keep(_ pool: TurnPool, as key: TurnPool.Key) {
        if pools[key] == nil, pools.count >= Self.most, let oldest = pools.min(by: { $0.value.madeAt < $1.value.madeAt })?.key { pools[oldest] = nil }
        pools[key] = pool
    }

    /// A turn that somebody passed over is not asked about again as long as the pool lasts.
    func passOver(_ turn: TurnPlace, _ key: TurnPool.Key) { pools[key]?.passedOver.insert(turn) }

    /// Lets go of what was learnt from words and of words, because some were erased.
    func forget() {
        suggesters = [:]
        progress = [:]
        uses = []
        pools = [:]
    }
}

/// How far a learning is, from 0 to 1.
private final class LearningProgress: Sendable {
    private let held = Mutex(0.0)

    var value: Double {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
