import Covalence

/// Passages in groups about centres: made from communities, then drawn together.
///
/// Communities say how many groups there are and where; to which one a passage belongs is said by the nearest centre alone, so that one passage more or
/// less moves few others.
struct TopicGroups {
    struct Group {
        var id: Identifier<Topic>
        var centre: [Float]
        /// Places in `TopicReading.passages`, the nearest to the centre first.
        var members: [Int] = []
        var isPinned = false
    }

    private let reading: TopicReading
    private let vectors: WholeVectors
    private let pinned: [EarlierTopic]
    private let seeds: [EarlierTopic]
    private let options: TopicOptions
    /// Passages of each node.
    private let counts: [Int]
    private let fewest: Int
    private(set) var groups: [Group] = []

    init(_ reading: TopicReading, earlier: [EarlierTopic], _ options: TopicOptions) {
        self.reading = reading
        pinned = earlier.filter { $0.isPinned && $0.mergedInto == nil }
        seeds = earlier.filter { !$0.isPinned || $0.mergedInto != nil }
        self.options = options
        vectors = WholeVectors(reading.rows)
        var counts = [Int](repeating: 0, count: reading.rows.count)
        for node in reading.nodes { counts[node] += 1 }
        self.counts = counts
        fewest = max(options.fewest, Int((options.fewestShare * Double(reading.passages.count)).rounded()))
    }

    /// Where a group lies, while groups are made.
    private struct Centre {
        var vector: [Float]
        var pinned: Identifier<Topic>?
        /// Whether it is one that was there before, and not looked at yet.
        var isSeed = false
        var nodes: [Int] = []
    }

    mutating func find() {
        let graph = LikenessGraph(vectors, neighbours: options.neighbours, floor: options.floor)
        var lots = [UInt64](repeating: 0, count: reading.rows.count)
        for (passage, node) in zip(reading.passages, reading.nodes) where lots[node] == 0 { lots[node] = passage.place.lot }
        let communities = Communities(resolution: options.resolution, rounds: options.rounds).groups(of: graph, lots: lots)
        var nodes = [[Int]](repeating: [], count: (communities.max() ?? -1) + 1)
        for (node, community) in communities.enumerated() { nodes[community].append(node) }
        var centres = pinned.map { Centre(vector: TopicReading.unit($0.centre), pinned: $0.id) }
        // Topics that were there before begin where they were: what comes to them moves them a little, and what is new makes others.
        centres += seeds.map { Centre(vector: TopicReading.unit($0.centre), isSeed: true) }
        centres += nodes.filter { size($0) >= fewest }.map { Centre(vector: mean($0), nodes: $0) }
        for _ in 0..<3 {
            centres = joined(centres)
            assign(&centres)
            centres.removeAll { $0.pinned == nil && size($0.nodes) < fewest }
            for index in centres.indices where centres[index].pinned == nil {
                centres[index].vector = mean(centres[index].nodes)
                centres[index].isSeed = false
            }
        }
        centres = joined(centres)
        assign(&centres)
        // Pinned ones stay, however small.
        centres.removeAll { $0.pinned == nil && size($0.nodes) < fewest }
        centres.sort { ($0.pinned == nil ? 1 : 0, -size($0.nodes), $0.nodes.first ?? 0) < ($1.pinned == nil ? 1 : 0, -size($1.nodes), $1.nodes.first ?? 0) }
        if centres.count > options.mostTopics { centres.removeSubrange(max(options.mostTopics, pinned.count)...) }
        groups = centres.compactMap(group)
        order()
    }

    private func size(_ nodes: [Int]) -> Int { nodes.reduce(0) { $0 + counts[$1] } }

    private func mean(_ nodes: [Int]) -> [Float] {
        var sum = [Float](repeating: 0, count: vectors.width)
        for node in nodes {
            // What is said word for word a hundred times is not a hundred times as telling.
            let weight = Float(counts[node]).squareRoot()
            let row = reading.rows[node]
            for i in sum.indices { sum[i] += weight * row[i] }
        }
        return TopicReading.unit(sum)
    }

    /// Centres that are one topic become one, the larger of two takes the smaller in; pinned ones never move.
    private func joined(_ centres: [Centre]) -> [Centre] {
        var kept: [Centre] = []
        let ordered = centres.sorted {
            (Self.rank($0), -size($0.nodes), $0.nodes.first ?? 0) < (Self.rank($1), -size($1.nodes), $1.nodes.first ?? 0)
        }
        for centre in ordered {
            let alike = kept.indices.filter { centre.pinned == nil && Self.likeness(kept[$0].vector, centre.vector) >= options.sameness }
            guard let target = alike.max(by: { Self.likeness(kept[$0].vector, centre.vector) < Self.likeness(kept[$1].vector, centre.vector) }) else {
                kept.append(centre)
                continue
            }
            kept[target].nodes += centre.nodes
            if kept[target].pinned == nil, !kept[target].isSeed { kept[target].vector = mean(kept[target].nodes) }
        }
        return kept
    }

    /// Pinned before what was there before, and that before what is new.
    private static func rank(_ centre: Centre) -> Int { centre.pinned != nil ? 0 : centre.isSeed ? 1 : 2 }

    private func assign(_ centres: inout [Centre]) {
        let places = WholeVectors(centres.map(\.vector))
        for index in centres.indices { centres[index].nodes = [] }
        for node in reading.rows.indices {
            var best: (index: Int, likeness: Float)?
            for index in centres.indices {
                let likeness = vectors.likeness(node, to: places, index)
                if likeness >= options.nearness, likeness > best?.likeness ?? -1 { best = (index, likeness) }
            }
            if let best { centres[best.index].nodes.append(node) }
        }
    }

    static func likeness(_ first: [Float], _ second: [Float]) -> Float {
        var sum: Float = 0
        for (a, b) in zip(first, second) { sum += a * b }
        return sum
    }

    private func group(_ centre: Centre) -> Group? {
        let nodes = Set(centre.nodes)
        let members = sorted(reading.nodes.indices.filter { nodes.contains(reading.nodes[$0]) }, by: centre.vector)
        guard let id = centre.pinned ?? members.first.map({ PlaceNumber.id(of: reading.passages[$0].place, salt: options.salt) }) else { return nil }
        return Group(id: id, centre: centre.vector, members: members, isPinned: centre.pinned != nil)
    }

    private func sorted(_ members: [Int], by centre: [Float]) -> [Int] {
        let place = WholeVectors([centre])
        return members.map { (member: $0, likeness: vectors.likeness(reading.nodes[$0], to: place, 0)) }
            .sorted { ($1.likeness, $0.member) < ($0.likeness, $1.member) }.map(\.member)
    }

    private mutating func order() {
        groups.sort { (-$0.members.count, $0.id) < (-$1.members.count, $1.id) }
    }

    // MARK: Recognising

    /// Gives groups the ids of earlier topics that they are, the likest first, and puts together what people put together.
    mutating func recognize(_ earlier: [EarlierTopic]) {
        let known = earlier.map { TopicReading.unit($0.centre) }
        var pairs: [(likeness: Float, group: Int, earlier: Int)] = []
        for group in groups.indices where !groups[group].isPinned {
            for index in earlier.indices where !(earlier[index].isPinned && earlier[index].mergedInto == nil) {
                let likeness = Self.likeness(groups[group].centre, known[index])
                if likeness >= options.recognition { pairs.append((likeness, group, index)) }
            }
        }
        pairs.sort { ($1.likeness, $0.group, $0.earlier) < ($0.likeness, $1.group, $1.earlier) }
        var named = Set<Int>()
        var used = Set<Int>()
        for pair in pairs where !named.contains(pair.group) && !used.contains(pair.earlier) {
            named.insert(pair.group)
            used.insert(pair.earlier)
            groups[pair.group].id = earlier[pair.earlier].id
        }
        // An id that an earlier topic has, found again or not, is nobody else's.
        var taken = Set(earlier.map(\.id)).union(groups.indices.filter { named.contains($0) || groups[$0].isPinned }.map { groups[$0].id })
        for group in groups.indices where !named.contains(group) && !groups[group].isPinned {
            for member in groups[group].members {
                let id = PlaceNumber.id(of: reading.passages[member].place, salt: options.salt)
                guard !taken.contains(id) else { continue }
                groups[group].id = id
                break
            }
            taken.insert(groups[group].id)
        }
        mergeParts(earlier)
        order()
    }

    private mutating func mergeParts(_ earlier: [EarlierTopic]) {
        let into = Dictionary(earlier.compactMap { topic in topic.mergedInto.map { (topic.id, $0) } }) { first, _ in first }
        guard !into.isEmpty else { return }
        for index in groups.indices {
            // A chain of merges ends; one that went round would not.
            for _ in 0..<into.count { groups[index].id = into[groups[index].id] ?? groups[index].id }
        }
        var whole: [Group] = []
        for group in groups {
            guard let place = whole.firstIndex(where: { $0.id == group.id }) else {
                whole.append(group)
                continue
            }
            whole[place].members += group.members
            if group.isPinned { (whole[place].centre, whole[place].isPinned) = (group.centre, true) }
            if !whole[place].isPinned { whole[place].centre = mean(Array(Set(whole[place].members.map { reading.nodes[$0] })).sorted()) }
            whole[place].members = sorted(whole[place].members, by: whole[place].centre)
        }
        groups = whole
    }
}
