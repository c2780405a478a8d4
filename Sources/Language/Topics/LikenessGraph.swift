/// Which passages mean alike: for each its nearest, and how near († mutual k-nearest neighbours: Brito et al. 1997).
struct LikenessGraph {
    struct Edge {
        var node: Int32
        /// How much likeness is above the floor.
        var weight: Float
    }

    /// By node, nodes in order.
    var edges: [[Edge]]

    init(edges: [[Edge]]) { self.edges = edges }

    /// The graph of vectors of length 1.
    ///
    /// Two that are both among the other's nearest are joined fully; where only one is, by half: what lies between groups is then nearer to none.
    init(_ vectors: WholeVectors, neighbours k: Int, floor: Float) {
        let count = vectors.count
        var nearest = Nearest(count: count, room: k)
        let least = Int32(floor * WholeVectors.one * WholeVectors.one)
        vectors.forEachPair { first, second, product in
            guard product > least else { return }
            nearest.offer(second, at: product, to: first)
            nearest.offer(first, at: product, to: second)
        }
        var weights = [[Int32: Float]](repeating: [:], count: count)
        for node in 0..<count {
            for (other, product) in nearest.of(node) {
                let weight = (Float(product) / (WholeVectors.one * WholeVectors.one) - floor) / 2
                weights[node][other, default: 0] += weight
                weights[Int(other)][Int32(node), default: 0] += weight
            }
        }
        edges = weights.map { row in row.map { Edge(node: $0.key, weight: $0.value) }.sorted { $0.node < $1.node } }
    }
}

/// The nearest of each, kept sorted while pairs come in order: of equals, the first stays.
private struct Nearest {
    private let room: Int
    private var nodes: [Int32]
    private var products: [Int32]
    private var counts: [Int]

    init(count: Int, room: Int) {
        self.room = room
        nodes = [Int32](repeating: 0, count: count * room)
        products = nodes
        counts = [Int](repeating: 0, count: count)
    }

    mutating func offer(_ node: Int, at product: Int32, to owner: Int) {
        let start = owner * room
        let count = counts[owner]
        if count == room, products[start + room - 1] >= product { return }
        var place = count == room ? start + room - 1 : start + count
        if count < room { counts[owner] += 1 }
        while place > start, products[place - 1] < product {
            products[place] = products[place - 1]
            nodes[place] = nodes[place - 1]
            place -= 1
        }
        products[place] = product
        nodes[place] = Int32(node)
    }

    func of(_ owner: Int) -> [(Int32, Int32)] {
        (owner * room..<owner * room + counts[owner]).map { (nodes[$0], products[$0]) }
    }
}

/// Vectors of length 1 in whole numbers of two bytes: their products are what processors multiply fastest, and the same on every machine.
struct WholeVectors {
    /// What 1 is. The product of two vectors is at most its square, which four bytes hold.
    static let one: Float = 4_096

    let width: Int
    let count: Int
    private var numbers: [Int16]

    /// - Parameter rows: of the same width; those of length 0 stay so.
    init(_ rows: [[Float]]) {
        width = rows.first?.count ?? 0
        count = rows.count
        numbers = []
        numbers.reserveCapacity(width * count)
        for row in rows {
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let scale = length > 0 ? Self.one / length : 0
            for number in row { numbers.append(Int16(max(-Self.one, min(Self.one, (number * scale).rounded())))) }
        }
    }

    /// Every pair once, the first lower than the second. In tiles, so that what is multiplied stays near the processor.
    func forEachPair(_ body: (Int, Int, Int32) -> Void) {
        let tile = 64
        numbers.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else { return }
            for rows in stride(from: 0, to: count, by: tile) {
                for columns in stride(from: rows, to: count, by: tile) {
                    for row in rows..<min(count, rows + tile) {
                        let first = base + row * width
                        for column in max(row + 1, columns)..<max(row + 1, min(count, columns + tile)) {
                            body(row, column, Self.product(first, base + column * width, width))
                        }
                    }
                }
            }
        }
    }

    /// How alike a row is to a row of others, -1 to 1.
    func likeness(_ row: Int, to other: WholeVectors, _ otherRow: Int) -> Float {
        guard width == other.width else { return 0 }
        let sum = numbers.withUnsafeBufferPointer { own in
            other.numbers.withUnsafeBufferPointer { others -> Int32 in
                guard let first = own.baseAddress, let second = others.baseAddress else { return 0 }
                return Self.product(first + row * width, second + otherRow * width, width)
            }
        }
        return Float(sum) / (Self.one * Self.one)
    }

    private static func product(_ first: UnsafePointer<Int16>, _ second: UnsafePointer<Int16>, _ width: Int) -> Int32 {
        var sum: Int32 = 0
        for i in 0..<width { sum &+= Int32(first[i]) &* Int32(second[i]) }
        return sum
    }
}
