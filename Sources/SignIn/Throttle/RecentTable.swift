/// A table of bounded size that lets go of the entry put longest ago: a dictionary over a doubly linked list in one array.
package struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Node {
        var key: Key
        var value: Value
        var older: Int?
        var newer: Int?
    }

    private let capacity: Int
    private var nodes: [Node] = []
    private var places: [Key: Int] = [:]
    private var oldest: Int?
    private var newest: Int?

    package init(capacity: Int) { self.capacity = max(1, capacity) }

    package var count: Int { places.count }

    package subscript(key: Key) -> Value? { places[key].map { nodes[$0].value } }

    /// Sets a value and makes it the newest.
    package mutating func put(_ value: Value, for key: Key) {
        if places[key] == nil, places.count >= capacity, let oldest { remove(nodes[oldest].key) }
        remove(key)
        let place = nodes.count
        nodes.append(Node(key: key, value: value, older: newest, newer: nil))
        if let newest { nodes[newest].newer = place } else { oldest = place }
        newest = place
        places[key] = place
    }

    /// Sets a value where its key stands already.
    package mutating func replace(_ value: Value, for key: Key) {
        if let place = places[key] { nodes[place].value = value }
    }

    package mutating func remove(_ key: Key) {
        guard let place = places.removeValue(forKey: key) else { return }
        join(nodes[place].older, nodes[place].newer)
        // The last node of the array moves into the gap, so the array stays as short as the table.
        let last = nodes.count - 1
        if place != last {
            let moved = nodes[last]
            nodes[place] = moved
            places[moved.key] = place
            if let older = moved.older { nodes[older].newer = place } else { oldest = place }
            if let newer = moved.newer { nodes[newer].older = place } else { newest = place }
        }
        nodes.removeLast()
    }

    private mutating func join(_ older: Int?, _ newer: Int?) {
        if let older { nodes[older].newer = newer } else { oldest = newer }
        if let newer { nodes[newer].older = older } else { newest = older }
    }
}
