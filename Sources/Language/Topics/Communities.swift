/// Groups of a graph that hold together more than chance would have it: modularity by Louvain's method († Blondel et al. 2008; resolution: Reichardt &
/// Bornholdt 2006), looked for several times in parts of the graph and put together from what most agree on († consensus clustering: Monti et al. 2003).
///
/// One run alone depends on every node: one passage more or less can move many. Each round leaves a fifth out; what is together in most rounds does not hang on
/// any of them. Which are left out is said by a number that each node always has, so that what goes in decides what comes out.
struct Communities {
    var resolution: Double
    var rounds: Int

    /// The group of each node, from 0, in the order in which they first occur.
    ///
    /// - Parameter lots: a number for each node that stays the same whatever other nodes there are.
    func groups(of graph: LikenessGraph, lots: [UInt64]) -> [Int] {
        guard rounds > 1 else { return Self.numbered(Louvain(graph, resolution).groups(seed: 1)) }
        let count = graph.edges.count
        var together = graph.edges.map { [Int32](repeating: 0, count: $0.count) }
        var present = together
        for round in 0..<rounds {
            var order = SeededOrder(seed: UInt64(round) + 1)
            let salt = order.next()
            let isIn = lots.map { lot in
                var own = SeededOrder(seed: lot ^ salt)
                return own.next() % 5 != 0
            }
            var part = graph
            for node in 0..<count { part.edges[node] = isIn[node] ? graph.edges[node].filter { isIn[Int($0.node)] } : [] }
            let groups = Louvain(part, resolution).groups(seed: UInt64(round) + 1)
            for node in 0..<count where isIn[node] {
                for (place, edge) in graph.edges[node].enumerated() where isIn[Int(edge.node)] {
                    present[node][place] += 1
                    if groups[node] == groups[Int(edge.node)] { together[node][place] += 1 }
                }
            }
        }
        // An edge stays as strong as often its ends were together; where they mostly were not, it goes.
        var agreed = graph
        for node in 0..<count {
            agreed.edges[node] = zip(graph.edges[node], zip(together[node], present[node])).compactMap { edge, counts in
                let share = Float(counts.0) / Float(max(1, counts.1))
                return share > 0.5 ? LikenessGraph.Edge(node: edge.node, weight: edge.weight * share * share) : nil
            }
        }
        return Self.numbered(Louvain(agreed, resolution).groups(seed: 1))
    }

    static func numbered(_ groups: [Int]) -> [Int] {
        var numbers: [Int: Int] = [:]
        return groups.map { group in
            if let number = numbers[group] { return number }
            numbers[group] = numbers.count
            return numbers.count - 1
        }
    }
}

/// One search for communities: nodes move to where they gain most, groups become nodes, and so on.
private struct Louvain {
    private let graph: LikenessGraph
    private let resolution: Double

    init(_ graph: LikenessGraph, _ resolution: Double) {
        self.graph = graph
        self.resolution = resolution
    }

    func groups(seed: UInt64) -> [Int] {
        var random = SeededOrder(seed: seed)
        var group = Array(graph.edges.indices)
        var level = graph
        // Of each node of the level, twice the weight inside it.
        var inside = [Double](repeating: 0, count: level.edges.count)
        while true {
            let moved = Self.move(level, inside, resolution, &random)
            let numbers = Communities.numbered(moved)
            let count = (numbers.max() ?? -1) + 1
            for node in group.indices { group[node] = numbers[group[node]] }
            guard count < level.edges.count else { return group }
            var joined = [[Int32: Float]](repeating: [:], count: count)
            var within = [Double](repeating: 0, count: count)
            for node in level.edges.indices {
                within[numbers[node]] += inside[node]
                for edge in level.edges[node] {
                    let (from, to) = (numbers[node], numbers[Int(edge.node)])
                    if from == to { within[from] += Double(edge.weight) } else { joined[from][Int32(to), default: 0] += edge.weight }
                }
            }
            level = LikenessGraph(edges: joined.map { row in row.map { .init(node: $0.key, weight: $0.value) }.sorted { $0.node < $1.node } })
            inside = within
        }
    }

    private static func move(_ graph: LikenessGraph, _ inside: [Double], _ resolution: Double, _ random: inout SeededOrder) -> [Int] {
        let count = graph.edges.count
        let degrees = graph.edges.indices.map { node in graph.edges[node].reduce(inside[node]) { $0 + Double($1.weight) } }
        let whole = degrees.reduce(0, +)
        guard whole > 0 else { return Array(0..<count) }
        var group = Array(0..<count)
        var total = degrees
        var weight = [Double](repeating: 0, count: count)
        var order = Array(0..<count)
        random.shuffle(&order)
        // Gains below this are rounding. Each pass ends; the bound is for graphs in which they would go round.
        for _ in 0..<32 {
            var hasMoved = false
            for node in order {
                var touched: [Int] = []
                for edge in graph.edges[node] {
                    let other = group[Int(edge.node)]
                    if weight[other] == 0 { touched.append(other) }
                    weight[other] += Double(edge.weight)
                }
                let own = group[node]
                total[own] -= degrees[node]
                var best = (group: own, gain: weight[own] - resolution * total[own] * degrees[node] / whole)
                for other in touched where other != own {
                    let gain = weight[other] - resolution * total[other] * degrees[node] / whole
                    if gain > best.gain + 1e-9 { best = (other, gain) }
                }
                total[best.group] += degrees[node]
                for other in touched { weight[other] = 0 }
                if best.group != own {
                    group[node] = best.group
                    hasMoved = true
                }
            }
            if !hasMoved { break }
        }
        return group
    }
}

/// Orders from a seed († SplitMix64: Steele et al. 2014).
struct SeededOrder: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func shuffle(_ items: inout [Int]) {
        guard items.count > 1 else { return }
        for last in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(last, Int(next() % UInt64(last + 1))) }
    }
}
