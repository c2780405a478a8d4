import CVectors
public import Foundation

/// Exact search among rows of bytes: every row is looked at, none is missed.
public struct NearestRows: Sendable {
    /// Rows that are kept together, such as those of one meeting.
    public struct Block: Sendable {
        /// A row after another, each as wide as the query.
        public var rows: Data
        /// What a number of each row is worth.
        public var scales: [Float]
        /// Which rows are looked at; nil for all.
        public var only: [Bool]?

        /// A block.
        public init(rows: Data, scales: [Float], only: [Bool]? = nil) {
            self.rows = rows
            self.scales = scales
            self.only = only
        }
    }

    /// A row that is near.
    public struct Hit: Hashable, Sendable {
        /// Which block, and which of its rows.
        public var block: Int
        public var row: Int
        /// The cosine, from -1 to 1.
        public var likeness: Float

        /// A row that is so near.
        public init(block: Int, row: Int, likeness: Float) {
            self.block = block
            self.row = row
            self.likeness = likeness
        }
    }

    /// How many are looked for.
    public let count: Int
    /// What is less alike is left out.
    public let floor: Float

    /// A search for the `count` nearest that are at least `floor` alike.
    public init(count: Int, floor: Float = -1) {
        self.count = max(0, count)
        self.floor = floor
    }

    /// The nearest rows, the nearest first; of two alike, the one that comes first.
    public func search(_ query: QuantizedVector, in blocks: [Block]) -> [Hit] {
        var best: [Hit] = []
        var least = floor
        var sums: [Int32] = []
        for (number, block) in blocks.enumerated() {
            let rows = block.scales.count
            guard rows > 0, count > 0, query.scale > 0, block.rows.count == rows * query.values.count else { continue }
            if sums.count < rows { sums = [Int32](repeating: 0, count: rows) }
            block.rows.withUnsafeBytes { bytes in
                guard let start = bytes.bindMemory(to: Int8.self).baseAddress else { return }
                covalence_dots(start, rows, query.values.count, query.values, &sums)
            }
            for row in 0..<rows {
                let likeness = Float(sums[row]) * query.scale * block.scales[row]
                guard likeness >= least, block.only?[row] != false else { continue }
                // The list is short against the rows, and kept in order.
                if best.count == count {
                    guard likeness > best[count - 1].likeness else { continue }
                    best.removeLast()
                }
                let place = best.firstIndex { $0.likeness < likeness } ?? best.count
                best.insert(Hit(block: number, row: row, likeness: likeness), at: place)
                if best.count == count { least = max(floor, best[count - 1].likeness) }
            }
        }
        return best
    }
}
