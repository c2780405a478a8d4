import Covalence

/// A meeting's place in the search index: the minute it began and a slot in that minute, so that rows of the index sort by time
/// and the newest come first without sorting.
///
/// A row of the index is `minute (27 bits) | slot (12 bits) | position counted down (20 bits)`: descending rows are newest
/// meeting first and, within it, in the order in which things were said.
struct SearchKey: Hashable, Sendable {
    /// The most utterances a transcript can have.
    static let positions = 1 << 20
    static let slots: Int64 = 1 << 12
    static let lastMinute: Int64 = 1 << 27 - 1

    /// `minute << 12 | slot`.
    let rawValue: Int64

    /// Minutes since 2000, held at 0 before and at the end of 2255.
    static func minute(of time: Timestamp) -> Int64 {
        let shifted = time.milliseconds.subtractingReportingOverflow(946_684_800_000)
        let minutes = shifted.overflow ? 0 : shifted.partialValue / 60_000
        return min(max(minutes, 0), lastMinute)
    }

    /// The row of an utterance.
    func row(_ position: Int) -> Int64 {
        rawValue << 20 | Int64(Self.positions - 1 - position)
    }

    /// The rows of a meeting.
    var rows: ClosedRange<Int64> { rawValue << 20...(rawValue << 20 | Int64(Self.positions - 1)) }

    /// The utterance a row stands for.
    static func position(of row: Int64) -> Int { positions - 1 - Int(row & Int64(positions - 1)) }

    /// The meeting a row stands for.
    static func key(of row: Int64) -> SearchKey { SearchKey(rawValue: row >> 20) }
}

extension SQLWorkspaceStore {
    /// A free place in the minute of `time`, or in the next minute with room.
    func freeSearchKey(at time: Timestamp, _ db: Database) throws -> SearchKey {
        var minute = SearchKey.minute(of: time)
        let last = try db.cachedStatement(sql: """
            SELECT max(search_key) FROM meeting WHERE workspace = ? AND search_key >= ? AND search_key < ?
            """)
        while minute <= SearchKey.lastMinute {
            let low = minute * SearchKey.slots
            guard let taken = try Int64?.fetchOne(last, arguments: [number, low, low + SearchKey.slots]) ?? nil else {
                return SearchKey(rawValue: low)
            }
            if taken + 1 < low + SearchKey.slots { return SearchKey(rawValue: taken + 1) }
            minute += 1
        }
        throw StoreError.refused("Too many meetings begin in the year 2255. Check the meeting's date.")
    }
}
