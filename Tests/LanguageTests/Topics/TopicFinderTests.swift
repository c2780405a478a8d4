import Covalence
import Foundation
import Language
import Testing

@Suite("Topics of passages")
struct TopicFinderTests {
    private let finder = TopicFinder()

    private func places(_ utterance: Int) -> Set<TopicPlace> { Set((0..<6).map { TopicPlace(MadePassages.meeting($0), utterance) }) }

    @Test("what means alike is one topic, what stands alone is none")
    func finds() throws {
        let found = finder.topics(in: MadePassages.two())
        #expect(found.given == 18 && found.read == 18 && found.apart == 6)
        try #require(found.topics.count == 2)
        #expect(Set(found.topics.map { Set($0.members) }) == [places(0), places(1)])
        for topic in found.topics {
            #expect(topic.meetings == 6 && topic.moments.count == 6 && Set(topic.moments) == Set(topic.members))
            #expect(topic.questions == (Set(topic.members) == places(1) ? 1 : 0))
        }
    }

    @Test("the order in which passages come does not matter")
    func order() {
        let passages = MadePassages.two()
        #expect(finder.topics(in: passages) == finder.topics(in: passages.reversed()))
    }

    @Test("topics are named by words and pairs of their own")
    func names() throws {
        let found = finder.topics(in: MadePassages.two())
        let lorry = try #require(found.topics.first { Set($0.members) == places(0) })
        let licence = try #require(found.topics.first { Set($0.members) == places(1) })
        #expect(lorry.words.first == "late delivery" && lorry.words.contains("lorry"))
        #expect(licence.words.first == "licence price" && licence.words.contains("budget"))
        for topic in found.topics { #expect((2...4).contains(topic.words.joined(separator: " ").split(separator: " ").count)) }
    }

    @Test("names of people, numbers and function words name nothing")
    func namesOfPeople() {
        var options = TopicOptions()
        options.people = ["Lorry Budget"]
        for topic in TopicFinder(options).topics(in: MadePassages.two()).topics {
            #expect(!topic.words.joined(separator: " ").contains("lorry") && !topic.words.joined(separator: " ").contains("budget"))
        }
        let numbered = (0..<6).map { MadePassages.about(0, "And the 4711 of that 4711 is 2026 \($0) for us then gearbox turbine rotor", at: TopicPlace(MadePassages.meeting($0), 0)) }
        let words = finder.topics(in: numbered).topics.flatMap(\.words).joined(separator: " ")
        #expect(!words.isEmpty && !words.contains("4711") && !words.contains("2026") && !words.contains("the"))
    }

    // MARK: Staying what they are

    @Test("a topic that is found again keeps its id, with some passages gone and others come")
    func keepsID() throws {
        let first = finder.topics(in: MadePassages.two())
        let earlier = first.topics.map { EarlierTopic(id: $0.id, centre: $0.centre) }
        var passages = MadePassages.two().filter { $0.place.meeting != MadePassages.meeting(0) }
        passages += (6..<9).map { MadePassages.about(0, MadePassages.lorry[$0 - 6] + " today", at: TopicPlace(MadePassages.meeting($0), 0)) }
        passages += (6..<12).map { MadePassages.about(2, "The training of night shift operators takes weeks each time, round \($0)", at: TopicPlace(MadePassages.meeting($0), 5)) }
        let second = finder.topics(in: passages, earlier: earlier)
        #expect(second.topics.count == 3)
        for old in first.topics {
            let again = try #require(second.topics.first { $0.id == old.id })
            #expect(Set(again.members).intersection(old.members).count == 5)
        }
    }

    @Test("what people put together stays together under the id it was put into")
    func merges() throws {
        let first = finder.topics(in: MadePassages.two())
        let (kept, part) = (first.topics[0], first.topics[1])
        let merged = finder.topics(in: MadePassages.two(), earlier: [
            EarlierTopic(id: kept.id, centre: kept.centre), EarlierTopic(id: part.id, centre: part.centre, mergedInto: kept.id),
        ])
        #expect(merged.topics.map(\.id) == [kept.id])
        #expect(Set(merged.topics[0].members) == places(0).union(places(1)))
    }

    @Test("a pinned topic stays where it is and gathers what is near, also where that is too little for a topic")
    func pins() throws {
        let first = finder.topics(in: MadePassages.two())
        let lorry = try #require(first.topics.first { Set($0.members) == places(0) })
        let pin = EarlierTopic(id: lorry.id, centre: lorry.centre, isPinned: true)
        let few = MadePassages.two().filter { $0.place.utterance != 0 || $0.place.meeting == MadePassages.meeting(3) }
        #expect(finder.topics(in: few).topics.count == 1)
        let again = finder.topics(in: few, earlier: [pin])
        let pinned = try #require(again.topics.first { $0.id == lorry.id })
        #expect(pinned.isPinned && pinned.members == [TopicPlace(MadePassages.meeting(3), 0)])
        for (new, old) in zip(pinned.centre, lorry.centre) { #expect(abs(new - old) < 1e-5) }
        let none = finder.topics(in: few.filter { $0.place.utterance != 0 }, earlier: [pin])
        #expect(none.topics.contains { $0.id == lorry.id && $0.members.isEmpty })
    }

    @Test("sets that are told apart have topics of other ids")
    func salt() {
        var options = TopicOptions()
        options.salt = 7
        #expect(Set(TopicFinder(options).topics(in: MadePassages.two()).topics.map(\.id)).isDisjoint(with: finder.topics(in: MadePassages.two()).topics.map(\.id)))
    }

    // MARK: Time

    @Test("shares are compared over months where enough was said, and told with their numbers")
    func trend() throws {
        // January and February: 40 turns each in two meetings; lorries are 4 of the first 40 and 30 of the last.
        var passages: [TopicPassage] = []
        for month in 1...2 {
            let time = Timestamp(iso8601: "2026-0\(month)-10T09:00:00Z")
            for index in 0..<40 {
                let place = TopicPlace(MadePassages.meeting(10 * month + index % 2), index)
                let isLorry = index < (month == 1 ? 4 : 30)
                passages.append(isLorry
                    ? MadePassages.about(0, MadePassages.lorry[index % 6] + " number\(index) week\(month)", at: place, time: time)
                    : MadePassages.about(1, MadePassages.licence[index % 6] + " number\(index) week\(month)", at: place, time: time))
            }
        }
        let found = finder.topics(in: passages)
        #expect(found.periods.map(\.name) == ["2026-01", "2026-02"] && found.periods.map(\.passages) == [40, 40] && found.periods.map(\.meetings) == [2, 2])
        let lorry = try #require(found.topics.first { $0.words.joined().contains("lorry") })
        #expect(lorry.trend.counts == [4, 30])
        let comparison = try #require(lorry.trend.comparison)
        #expect(comparison.direction == .more && comparison.now == 0.75 && comparison.before == 0.1 && comparison.nowOf == 40 && comparison.beforeOf == 40)
        let licence = try #require(found.topics.first { $0.words.joined().contains("licence") })
        #expect(licence.trend.comparison?.direction == .less)
    }

    @Test("too little to compare is not compared; more than a year goes by quarters")
    func tooLittle() throws {
        let found = finder.topics(in: MadePassages.two { Timestamp(iso8601: "202\(5 + $0 / 3)-0\($0 % 3 + 1)-10T09:00:00Z") })
        #expect(found.periods.map(\.name) == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"])
        for topic in found.topics { #expect(topic.trend.comparison == nil && topic.trend.counts == [3, 0, 0, 0, 3]) }
    }

    // MARK: Bad input

    @Test("nothing, one turn, only emoji, only short turns, no meaning: no topic and no crash")
    func odd() {
        #expect(finder.topics(in: []) == .none)
        #expect(finder.topics(in: [MadePassages.two()[0]]).topics.isEmpty)
        let place = TopicPlace(MadePassages.meeting(0), 0)
        let emoji = (0..<20).map { MadePassages.about(0, String(repeating: "🐟🎉 ", count: 20), at: TopicPlace(MadePassages.meeting($0), 0)) }
        #expect(finder.topics(in: emoji).read == 0)
        let short = (0..<20).map { MadePassages.about(0, "Yes, exactly, okay", at: TopicPlace(MadePassages.meeting($0), 0)) }
        #expect(finder.topics(in: short).read == 0)
        #expect(finder.topics(in: [TopicPassage(place, vector: [], text: MadePassages.lorry[0]), TopicPassage(place, vector: [0, 0], text: MadePassages.lorry[1])]).read == 0)
    }

    @Test("turns that say the same are one topic, not many")
    func identical() throws {
        let same = (0..<200).map { index -> TopicPassage in
            var passage = MadePassages.about(0, MadePassages.lorry[0], at: TopicPlace(MadePassages.meeting(index), 0))
            passage.vector = MadePassages.about(0, "", at: TopicPlace(MadePassages.meeting(0), 0)).vector
            return passage
        }
        let found = finder.topics(in: same)
        try #require(found.topics.count == 1)
        #expect(found.topics[0].members.count == 200 && found.topics[0].meetings == 200 && !found.topics[0].words.isEmpty)
    }

    @Test("a turn of a megabyte is one turn")
    func large() {
        var passages = MadePassages.two()
        passages[0].text = String(repeating: "lorry delivery late ", count: 52_000)
        let found = finder.topics(in: passages)
        #expect(found.topics.count == 2 && found.topics.contains { Set($0.members) == places(0) })
    }

    @Test("of very many a part is taken, the same each time, and it says so")
    func thinned() {
        var options = TopicOptions()
        options.most = 12
        let found = TopicFinder(options).topics(in: MadePassages.two())
        #expect(found.isThinned && found.read == 12 && found.given == 18)
        #expect(found == TopicFinder(options).topics(in: MadePassages.two().reversed()))
    }
}
