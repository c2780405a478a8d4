import CNeighbours
import Foundation
import Synchronization

/// An index of rows for when there are so many that looking at each takes too long: a graph of neighbours († HNSW, Malkov & Yashunin 2018; by hnswlib). It finds most of what
/// ``NearestRows`` finds, not all; docs/performance.md has how much.
public final class NeighbourGraph: Sendable {
    /// Numbers ‡ of the graph: more of each find more, and take longer.
    static let links = 16, effortOfMaking = 100, effortOfSearching = 1_000

    /// Searches from several threads at once are safe (hnswlib), and it is changed only while it is made.
    private nonisolated(unsafe) let graph: OpaquePointer
    private let width: Int
    /// Where each block's rows begin.
    private let starts: [Int]

    /// Makes a graph of all rows of blocks, on as many threads as are given.
    ///
    /// - Parameters:
    ///   - progress: told from 0 to 1.
    ///   - isCancelled: asked now and then; where true, nothing is made.
    /// - Returns: nil where it was cancelled, or there is no memory for it.
    public init?(
        _ blocks: [NearestRows.Block], width: Int = SentenceVector.width, threads: Int = 1, progress: @Sendable (Double) -> Void = { _ in },
        isCancelled: @Sendable () -> Bool = { false }
    ) {
        var starts: [Int] = []
        var count = 0
        for block in blocks {
            starts.append(count)
            count += block.scales.count
        }
        guard let graph = covalence_neighbours_make(width, max(1, count), Self.links, Self.effortOfMaking) else { return nil }
        self.graph = graph
        self.width = width
        self.starts = starts
        let total = count
        let state = Mutex((next: 0, done: 0, hasFailed: false))
        nonisolated(unsafe) let shared = graph
        let rowStarts = starts
        // Block by block: those who add take the next one that nobody has.
        DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
            while let number = state.withLock({ state -> Int? in
                guard state.next < blocks.count, !state.hasFailed else { return nil }
                state.next += 1
                return state.next - 1
            }) {
                let block = blocks[number]
                let isWhole = block.rows.count == block.scales.count * width && !isCancelled() && block.rows.withUnsafeBytes { bytes in
                    guard let start = bytes.bindMemory(to: Int8.self).baseAddress else { return true }
                    return block.scales.indices.allSatisfy { row in
                        covalence_neighbours_add(shared, start + row * width, block.scales[row], UInt64(rowStarts[number] + row)) == 0
                    }
                }
                let done = state.withLock { state in
                    if !isWhole { state.hasFailed = true }
                    state.done += block.scales.count
                    return state.done
                }
                progress(total == 0 ? 1 : Double(done) / Double(total))
            }
        }
        guard !state.withLock({ $0.hasFailed }) else { return nil }
        covalence_neighbours_set_effort(graph, Self.effortOfSearching)
    }

    deinit { covalence_neighbours_free(graph) }

    /// Near rows, the nearest first, by block and row as they were given.
    public func search(_ query: QuantizedVector, count: Int, floor: Float = -1) -> [NearestRows.Hit] {
        guard count > 0, query.scale > 0, query.values.count == width else { return [] }
        var numbers = [UInt64](repeating: 0, count: count)
        var likeness = [Float](repeating: 0, count: count)
        let found = covalence_neighbours_search(graph, query.values, query.scale, count, &numbers, &likeness)
        return (0..<found).compactMap { place in
            let number = Int(numbers[place])
            // The last block that begins at or before it; empty blocks begin where the next one does.
            let after = starts.partitioned { $0 > number }
            guard likeness[place] >= floor, after > 0 else { return nil }
            return NearestRows.Hit(block: after - 1, row: number - starts[after - 1], likeness: likeness[place])
        }
    }
}

extension [Int] {
    /// The first place from which on a condition holds, in a list in which it holds from some place on; its end where nowhere.
    fileprivate func partitioned(where holds: (Int) -> Bool) -> Int {
        var low = startIndex, high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
