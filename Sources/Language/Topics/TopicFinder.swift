import Covalence
import Foundation

/// Finds what passages are about: groups of those that mean alike, named by their own words.
///
/// Small talk and single remarks stay apart: a topic needs several passages that are near one another. The same passages in any order, with the same earlier topics,
/// give the same topics.
public struct TopicFinder: Sendable {
    public var options: TopicOptions

    /// A finder.
    public init(_ options: TopicOptions = TopicOptions()) {
        self.options = options
    }

    /// The topics of passages.
    ///
    /// - Parameters:
    ///   - passages: of any number, in any order.
    ///   - earlier: topics that were there before; what is found again keeps their ids.
    public func topics(in passages: [TopicPassage], earlier: [EarlierTopic] = []) -> FoundTopics {
        let reading = TopicReading(passages, options)
        guard !reading.passages.isEmpty else {
            return FoundTopics(topics: [], given: passages.count, readPlaces: [], isThinned: reading.isThinned, periods: [])
        }
        let width = reading.rows[0].count
        let earlier = earlier.filter { $0.centre.count == width }.sorted { $0.id < $1.id }
        var groups = TopicGroups(reading, earlier: earlier, options)
        groups.find()
        groups.recognize(earlier)
        return report(groups, reading, given: passages.count)
    }

    private func report(_ groups: TopicGroups, _ reading: TopicReading, given: Int) -> FoundTopics {
        let calendar = TopicCalendar(reading.passages.compactMap(\.at))
        var periods = calendar.names.map { TopicPeriod(name: $0, passages: 0, meetings: 0) }
        var seen = [Set<Identifier<Meeting>>](repeating: [], count: periods.count)
        for passage in reading.passages {
            guard let place = passage.at.flatMap(calendar.place) else { continue }
            periods[place].passages += 1
            seen[place].insert(passage.place.meeting)
        }
        for place in periods.indices { periods[place].meetings = seen[place].count }
        var topicOf = [Int?](repeating: nil, count: reading.passages.count)
        for (topic, group) in groups.groups.enumerated() { for member in group.members { topicOf[member] = topic } }
        let names = TopicNamer().names(of: zip(reading.words, topicOf).map { ($0, $1) }, topics: groups.groups.count)
        let topics = zip(groups.groups, names).map { group, words in
            let members = group.members.map { reading.passages[$0] }
            var counts = [Int](repeating: 0, count: periods.count)
            var sides: [Side: Int] = [:]
            for passage in members {
                if let place = passage.at.flatMap(calendar.place) { counts[place] += 1 }
                if let side = passage.side { sides[side, default: 0] += 1 }
            }
            return FoundTopic(
                id: group.id, words: words, centre: group.centre, members: members.map(\.place), moments: moments(members.map(\.place)),
                wordCount: group.members.reduce(0) { $0 + reading.words[$1].count }, meetings: Set(members.map(\.place.meeting)).count,
                questions: members.count { $0.isQuestion }, sides: sides, trend: TopicTrend(counts: counts, periods: periods), isPinned: group.isPinned
            )
        }
        return FoundTopics(
            topics: topics, given: given, readPlaces: reading.passages.map(\.place), isThinned: reading.isThinned, periods: periods
        )
    }

    /// The most typical of each meeting first, then what is left of them.
    private func moments(_ members: [TopicPlace]) -> [TopicPlace] {
        var meetings = Set<Identifier<Meeting>>()
        var first: [TopicPlace] = []
        var rest: [TopicPlace] = []
        for place in members {
            if meetings.insert(place.meeting).inserted { first.append(place) } else { rest.append(place) }
        }
        return Array((first + rest).prefix(options.moments))
    }
}

/// The passages that are read, in order of their places, with their words; those that say the same go together.
struct TopicReading {
    private(set) var passages: [TopicPassage] = []
    private(set) var words: [[TopicWords.Word]] = []
    /// Which node a passage is: passages of the same words are one.
    private(set) var nodes: [Int] = []
    /// The meaning of each node, of length 1.
    private(set) var rows: [[Float]] = []
    private(set) var isThinned = false

    init(_ given: [TopicPassage], _ options: TopicOptions) {
        let reader = TopicWords(languages: options.languages, people: options.people)
        let width = given.lazy.map(\.vector.count).max() ?? 0
        var taken: [(passage: TopicPassage, words: [TopicWords.Word])] = []
        for passage in given where passage.vector.count == width && passage.vector.contains(where: { $0 != 0 }) {
            let words = reader.words(of: passage.text)
            guard words.count >= options.fewestWords, words.count(where: \.tells) >= options.fewestContentWords else { continue }
            taken.append((passage, words))
        }
        taken.sort { $0.passage.place < $1.passage.place }
        if taken.count > options.most {
            isThinned = true
            // By a number that a place always has: with a few passages more or less, nearly the same are taken.
            let numbered = taken.enumerated().map { (order: PlaceNumber.of($0.element.passage.place), index: $0.offset) }
            let kept = Set(numbered.sorted { ($0.order, $0.index) < ($1.order, $1.index) }.prefix(options.most).map(\.index))
            taken = taken.enumerated().filter { kept.contains($0.offset) }.map(\.element)
        }
        var known: [String: Int] = [:]
        for (passage, words) in taken {
            passages.append(passage)
            self.words.append(words)
            let key = words.map(\.key).joined(separator: " ")
            if let node = known[key] {
                nodes.append(node)
            } else {
                known[key] = rows.count
                nodes.append(rows.count)
                rows.append(Self.unit(passage.vector.map(Float.init)))
            }
        }
    }

    static func unit(_ row: [Float]) -> [Float] {
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? row.map { $0 / length } : row
    }
}

/// A number that a place always has, as good as drawn by lot († FNV-1a).
enum PlaceNumber {
    static func of(_ place: TopicPlace, start: UInt64 = 0xcbf2_9ce4_8422_2325) -> UInt64 {
        var hash = start
        func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        withUnsafeBytes(of: place.meeting.uuid.uuid) { $0.forEach(take) }
        for shift in stride(from: 0, to: 64, by: 8) { take(UInt8(truncatingIfNeeded: UInt64(bitPattern: Int64(place.utterance)) >> UInt64(shift))) }
        // FNV's upper bits change little with the last bytes.
        hash ^= hash >> 32
        return hash &* 0x9e37_79b9_7f4a_7c15
    }

    /// An id that is made from a place, so that the same topic has the same id for everybody who finds it († RFC 9562, version 8).
    static func id(of place: TopicPlace, salt: UInt64) -> Identifier<Topic> {
        let (high, low) = (of(place, start: 0xcbf2_9ce4_8422_2325 ^ salt), of(place, start: 0x6c62_272e_07bb_0142 ^ salt))
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        return Identifier(UUID(uuid: (
            byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5), byte(high, 6) & 0x0f | 0x80, byte(high, 7),
            byte(low, 0) & 0x3f | 0x80, byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
        )))
    }
}
