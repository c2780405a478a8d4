import Covalence
import Language
import Store

/// Topics that were found last, each for one sight, one set and one stretch of time; those that are being found, once for all who ask. Invisible: losing it costs time.
actor TopicShelf {
    /// Who looks at what.
    struct Key: Hashable, Sendable {
        var set: TopicSet
        var from: Timestamp?
        var before: Timestamp?
        var scope: Scope
    }

    /// What topics are made from: another input gives other topics.
    struct Input: Hashable, Sendable {
        var stamps: [PassageStamp]
        var kept: [Topic]
    }

    private struct Entry {
        var input: Input
        var finding: Task<TopicsMade, any Error>
        var made: Result<TopicsMade, any Error>?
        var number: Int
    }

    private var entries: [Key: Entry] = [:]
    private var uses: [Key] = []
    private var count = 0
    private let idle: Duration

    /// Entries that are kept at most ‡; one has a few hundred kilobytes.
    private static let most = 12

    /// - Parameter idle: after so long without anybody asking all are let go of.
    init(idle: Duration = .seconds(600)) {
        self.idle = idle
    }

    /// The topics of an input, found where they are not known.
    ///
    /// - Parameters:
    ///   - patience: how long it is waited for them.
    ///   - find: finds them, told what was there before.
    /// - Returns: nil where it takes longer; who asks again gets what is found meanwhile.
    func topics(
        _ key: Key, of input: Input, patience: Duration, find: @escaping @Sendable ([EarlierTopic]) async throws -> TopicsMade
    ) async throws -> TopicsMade? {
        uses.removeAll { $0 == key }
        uses.append(key)
        while uses.count > Self.most { entries.removeValue(forKey: uses.removeFirst())?.finding.cancel() }
        letGoLater()
        let end = ContinuousClock.now + patience
        var isBegun = false
        var awaited: Int?
        while true {
            // What is being found lacks only what came in since: while much comes in, beginning anew each time would never end.
            if let entry = entries[key], entry.input != input, entry.made == nil, entry.input.kept == input.kept, Set(entry.input.stamps).isSubset(of: input.stamps) {
                awaited = entry.number
            }
            if entries[key]?.input != input, awaited == nil || entries[key]?.number != awaited {
                // Somebody else began it with what is newer by now: two that begin in turn would never end.
                if isBegun, entries[key] != nil { return nil }
                // Or it was let go of while it was waited for: something was erased. Then it is found anew, without that.
                isBegun = true
                begin(key, input, find)
            }
            switch entries[key]?.made {
            case .success(let made)?: return made
            case .failure(let error)?:
                // The next who asks tries again.
                entries[key] = nil
                throw error
            case nil: break
            }
            guard ContinuousClock.now < end else { return nil }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func begin(_ key: Key, _ input: Input, _ find: @escaping @Sendable ([EarlierTopic]) async throws -> TopicsMade) {
        let former = entries[key]
        former?.finding.cancel()
        // Where anything that they were made from is gone, nothing of them stays: it may have been erased.
        let isWhole = former.map { Set($0.input.stamps.map(\.holder)).isSubset(of: input.stamps.map(\.holder)) } ?? false
        let earlier = isWhole ? (try? former?.made?.get())?.found.topics.map { EarlierTopic(id: $0.id, centre: $0.centre) } ?? [] : []
        count += 1
        let number = count
        let finding = Task.detached(priority: .utility) { try await find(earlier) }
        entries[key] = Entry(input: input, finding: finding, number: number)
        Task {
            let made = await finding.result
            if entries[key]?.number == number { entries[key]?.made = made }
        }
    }

    /// Nothing of what was erased stays in memory.
    func letGo() {
        for entry in entries.values { entry.finding.cancel() }
        entries = [:]
        uses = []
    }

    private func letGoLater() {
        count += 1
        let number = count
        Task {
            try await Task.sleep(for: idle)
            if count == number { letGo() }
        }
    }
}

/// Topics, and what is needed to show them.
struct TopicsMade: Sendable {
    var found: FoundTopics
    /// Utterances of the turns that are shown as typical.
    var lengths: [TopicPlace: Int]
}
