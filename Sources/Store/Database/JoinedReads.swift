import Synchronization

/// Reads of single rows that are asked for at the same time, done as one: whoever asks while a read is under way waits for the next,
/// which then is for all of them. No answer is older than its question.
///
/// Every request begins with such a read (whose session is this?), and getting to a connection and back costs several times what the
/// row does.
final class JoinedReads<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    typealias Answer = Result<[Key: Value], StoreError>

    private struct State {
        var isReading = false
        var waiting: [(key: Key, reply: CheckedContinuation<Answer, Never>)] = []
    }

    /// So many keys at once: statements have room for a few more.
    private static var most: Int { 64 }

    private let state = Mutex(State())

    /// The row of a key, where there is one, among those that were read with it.
    ///
    /// - Parameter read: reads the rows of up to 64 keys. Any caller's will do for all of them.
    func values(around key: Key, read: @escaping @Sendable (Set<Key>) async throws(StoreError) -> [Key: Value]) async throws(StoreError) -> [Key: Value] {
        let answer = await withCheckedContinuation { (reply: CheckedContinuation<Answer, Never>) in
            let isFirst = state.withLock { state in
                state.waiting.append((key, reply))
                defer { state.isReading = true }
                return !state.isReading
            }
            // A task of its own: whoever asked first may be cancelled, and the others still want theirs.
            if isFirst { Task { await work(read) } }
        }
        return try answer.get()
    }

    private func work(_ read: @Sendable (Set<Key>) async throws(StoreError) -> [Key: Value]) async {
        while true {
            let turn = state.withLock { state in
                let turn = Array(state.waiting.prefix(Self.most))
                state.waiting.removeFirst(turn.count)
                if turn.isEmpty { state.isReading = false }
                return turn
            }
            guard !turn.isEmpty else { return }
            let answer: Answer
            do throws(StoreError) { answer = .success(try await read(Set(turn.map(\.key)))) } catch { answer = .failure(error) }
            for one in turn { one.reply.resume(returning: answer) }
        }
    }
}
