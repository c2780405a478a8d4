/// Hands lines from whoever reads them to whoever stores them: what was read while the last group was stored is the next group. Whoever
/// reads waits while too much is waiting.
actor BulkQueue {
    private var lines: [BulkLine] = []
    private var bytes = 0
    private var isFinished = false
    private var reader: CheckedContinuation<Void, Never>?
    private var writer: CheckedContinuation<Void, Never>?

    /// The most lines of a group ‡.
    static let mostLines = 2_000
    /// What may wait, in lines and bytes ‡.
    private static let mostWaiting = mostLines, mostBytes = 8_388_608

    /// Adds lines.
    func put(_ more: [BulkLine], bytes count: Int) async {
        guard !isFinished else { return }
        lines += more
        bytes += count
        reader?.resume()
        reader = nil
        while !isFinished, lines.count > Self.mostWaiting || bytes > Self.mostBytes {
            await withCheckedContinuation { writer = $0 }
        }
    }

    /// The next group; nil once all is through.
    func next() async -> [BulkLine]? {
        while lines.isEmpty {
            if isFinished { return nil }
            await withCheckedContinuation { reader = $0 }
        }
        let group = Array(lines.prefix(Self.mostLines))
        lines.removeFirst(group.count)
        if lines.isEmpty { bytes = 0 } else { bytes = bytes / (lines.count + group.count) * lines.count }
        writer?.resume()
        writer = nil
        return group
    }

    /// Nothing more comes, or is taken.
    func finish(droppingRest: Bool = false) {
        isFinished = true
        if droppingRest { lines = [] }
        reader?.resume()
        reader = nil
        writer?.resume()
        writer = nil
    }
}
