import Language
import Store

/// A graph over the passages of many sets, with which sets they are.
struct PassageIndex: Sendable {
    let graph: NeighbourGraph
    /// The set of each block.
    let stamps: [PassageStamp]
    private let known: Set<PassageStamp>

    /// - Returns: nil where there is no memory for it.
    init?(_ sets: [PassageSet], threads: Int) {
        guard let graph = NeighbourGraph(sets.map { NearestRows.Block($0) }, threads: threads) else { return nil }
        self.graph = graph
        stamps = sets.map(\.stamp)
        known = Set(stamps)
    }

    func holds(_ stamp: PassageStamp) -> Bool { known.contains(stamp) }

    /// The nearest passages of these sets; those that are not in the graph are looked at one by one.
    ///
    /// - Returns: nil where so few of what the graph finds is among these sets that it cannot tell.
    func search(_ query: QuantizedVector, in sets: [PassageSet], count: Int, floor: Float) -> [NearestRows.Hit]? {
        let places = Dictionary(sets.enumerated().map { ($1.stamp, $0) }) { first, _ in first }
        let near = graph.search(query, count: count * 2, floor: floor)
        var hits = near.compactMap { hit in
            places[stamps[hit.block]].map { NearestRows.Hit(block: $0, row: hit.row, likeness: hit.likeness) }
        }
        // With all that is near among them, fewer than asked for are all there are.
        guard hits.count >= count || hits.count == near.count else { return nil }
        let fresh = sets.indices.filter { !holds(sets[$0].stamp) }
        hits += NearestRows(count: count, floor: floor).search(query, in: fresh.map { NearestRows.Block(sets[$0]) }).map {
            NearestRows.Hit(block: fresh[$0.block], row: $0.row, likeness: $0.likeness)
        }
        return Array(hits.sorted { ($1.likeness, $0.block, $0.row) < ($0.likeness, $1.block, $1.row) }.prefix(count))
    }
}

extension NearestRows.Block {
    /// The passages of a set.
    init(_ set: PassageSet, only: [Bool]? = nil) {
        self.init(rows: set.meaning, scales: set.passages.map(\.scale), only: only)
    }
}
