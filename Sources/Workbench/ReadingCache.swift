import Covalence
import Synchronization

/// The readings of the meetings that were looked at last, each for one version of its meeting. Invisible: losing it costs time only.
final class ReadingCache: Sendable {
    /// One meeting as one kind of visitor may see it.
    private struct Place: Hashable {
        var meeting: Identifier<Meeting>
        /// Empty for those who may see all of it.
        var variant: String
    }

    private struct Entry {
        var version: Int
        var analysis: MeetingAnalysis
        var lastUse: Int
    }

    private struct Shelf {
        var entries: [Place: Entry] = [:]
        var uses = 0
        var utterances = 0
        /// Goes up when every reading is to be made anew; what was begun before is not kept.
        var generation = 0
        /// Their words must not stay in memory because somebody was reading them while they were erased.
        var erased: Set<Identifier<Meeting>> = []
        /// Readings of older versions have words that were removed since.
        var oldest: [Identifier<Meeting>: Int] = [:]
    }

    /// Utterances of all kept readings together; a reading takes about a kilobyte per utterance.
    static let capacity = 60_000
    private let shelf = Mutex(Shelf())

    func analysis(of meeting: Identifier<Meeting>, version: Int, variant: String = "") -> MeetingAnalysis? {
        let place = Place(meeting: meeting, variant: variant)
        return shelf.withLock { shelf in
            guard var entry = shelf.entries[place], entry.version == version else { return nil }
            shelf.uses += 1
            entry.lastUse = shelf.uses
            shelf.entries[place] = entry
            return entry.analysis
        }
    }

    /// To be asked before settings are read for a reading that is to be kept.
    var generation: Int { shelf.withLock { $0.generation } }

    /// Utterances of all kept readings.
    var utterances: Int { shelf.withLock { $0.utterances } }

    /// Keeps a reading, unless the settings changed since `generation` or the meeting was erased.
    func keep(_ analysis: MeetingAnalysis, of meeting: Identifier<Meeting>, version: Int, variant: String = "", since generation: Int) {
        let place = Place(meeting: meeting, variant: variant)
        shelf.withLock { shelf in
            guard shelf.generation == generation, !shelf.erased.contains(meeting), version >= shelf.oldest[meeting] ?? 0 else { return }
            if let old = shelf.entries[place], old.version > version { return }
            shelf.uses += 1
            if let old = shelf.entries[place] { shelf.utterances -= old.analysis.conversation.utterances.count }
            shelf.entries[place] = Entry(version: version, analysis: analysis, lastUse: shelf.uses)
            shelf.utterances += analysis.conversation.utterances.count
            while shelf.utterances > Self.capacity, shelf.entries.count > 1,
                  let oldest = shelf.entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                shelf.utterances -= oldest.value.analysis.conversation.utterances.count
                shelf.entries[oldest.key] = nil
            }
        }
    }

    /// Forgets an erased meeting for good.
    func remove(_ meeting: Identifier<Meeting>) {
        shelf.withLock { shelf in
            shelf.erased.insert(meeting)
            Self.drop(meeting, from: &shelf)
        }
    }

    /// Forgets readings of a meeting from before some of its words were removed.
    func forget(_ meeting: Identifier<Meeting>, before version: Int) {
        shelf.withLock { shelf in
            shelf.oldest[meeting] = version
            Self.drop(meeting, from: &shelf)
        }
    }

    private static func drop(_ meeting: Identifier<Meeting>, from shelf: inout Shelf) {
        for (place, entry) in shelf.entries where place.meeting == meeting {
            shelf.utterances -= entry.analysis.conversation.utterances.count
            shelf.entries[place] = nil
        }
    }

    func removeAll() {
        shelf.withLock { $0 = Shelf(generation: $0.generation + 1, erased: $0.erased, oldest: $0.oldest) }
    }
}
