/// The statements one connection has prepared, the least recently used of which go when there are too many.
///
/// A statement is known by its text and the types of its values. Null goes with any type, so that rows with gaps need no statement
/// of their own for each pattern of gaps.
struct StatementCache {
    /// A statement ready to be sent.
    struct Plan {
        let name: String
        let text: String
        let types: [UInt32]
        /// It has to be prepared first.
        let isNew: Bool
    }

    /// What the server is to forget.
    enum Retired: Hashable {
        case one(String)
        case all

        var sql: String {
            switch self {
            case .one(let name): "DEALLOCATE \(name)"
            case .all: "DEALLOCATE ALL"
            }
        }
    }

    private struct Entry {
        let placeholders: Placeholders
        var variants: [Variant] = []
    }

    private struct Variant {
        let name: String
        let types: [UInt32]
        var used: UInt64
    }

    /// Longer texts are prepared anew each time, so that a few of them do not fill the memory.
    private static let longestText = 32_768

    let limit: Int
    private var entries: [String: Entry] = [:]
    private(set) var count = 0
    private var clock: UInt64 = 0
    private var lastName = 0
    private var retired: [Retired] = []

    init(limit: Int) {
        self.limit = limit
    }

    mutating func plan(_ sql: String, _ values: [PostgresValue]) throws(PostgresError) -> Plan {
        var entry: Entry
        if let known = entries[sql] { entry = known } else { entry = Entry(placeholders: try Placeholders(sql)) }
        let text = entry.placeholders.text
        guard entry.placeholders.count == values.count else {
            throw .misuse("The statement has places for \(entry.placeholders.count) values, and \(values.count) were given.")
        }
        let types = values.map(Parameters.type)
        clock += 1
        if let known = entry.variants.firstIndex(where: { Self.fits($0.types, types) }) {
            entry.variants[known].used = clock
            entries[sql] = entry
            let variant = entry.variants[known]
            return Plan(name: variant.name, text: text, types: variant.types, isNew: false)
        }
        guard sql.utf8.count <= Self.longestText else { return Plan(name: "", text: text, types: types, isNew: true) }
        if count >= limit {
            retireOldest()
            // It may have been another one of the same text.
            entry.variants = entries[sql]?.variants ?? []
        }
        lastName += 1
        let name = "c\(lastName)"
        entry.variants.append(Variant(name: name, types: types, used: clock))
        entries[sql] = entry
        count += 1
        return Plan(name: name, text: text, types: types, isNew: true)
    }

    private static func fits(_ known: [UInt32], _ given: [UInt32]) -> Bool {
        zip(known, given).allSatisfy { $1 == 0 || $0 == $1 }
    }

    private mutating func retireOldest() {
        var oldest: (sql: String, place: Int, variant: Variant)?
        for (sql, entry) in entries {
            for (place, variant) in entry.variants.enumerated() where variant.used < oldest?.variant.used ?? .max {
                oldest = (sql, place, variant)
            }
        }
        guard let oldest else { return }
        entries[oldest.sql]?.variants.remove(at: oldest.place)
        if entries[oldest.sql]?.variants.isEmpty == true { entries[oldest.sql] = nil }
        count -= 1
        retired.append(.one(oldest.variant.name))
    }

    /// The server did not prepare it.
    mutating func forget(_ name: String) {
        for (sql, entry) in entries {
            guard let place = entry.variants.firstIndex(where: { $0.name == name }) else { continue }
            entries[sql]?.variants.remove(at: place)
            if entry.variants.count == 1 { entries[sql] = nil }
            count -= 1
            return
        }
    }

    /// Everything is prepared anew, because the tables may look different now.
    mutating func startAfresh() {
        entries = [:]
        count = 0
        retired = [.all]
    }

    /// What the server is to be told to forget, once.
    mutating func takeRetired() -> [Retired] {
        defer { retired = [] }
        return retired
    }

    /// The server could not be told.
    mutating func giveBack(_ what: Retired) {
        retired.append(what)
    }
}
