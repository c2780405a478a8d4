import Covalence
import Store

/// Where an item stands in a list that we hold whole and give in pages. A page goes on after a place, whether or not what stood there is there still.
struct ListPlace: Hashable, Comparable, Sendable {
    /// By what the list is ordered first, where that is a number: milliseconds, a version; negative where the newest comes first.
    var rank: Int64
    /// What it is ordered by then, where that is a name.
    var text: String
    /// Names the item among those beside it; without spaces.
    var id: String

    init(rank: Int64 = 0, text: String = "", id: String = "") {
        self.rank = rank
        self.text = text
        self.id = id
    }

    /// In order of time.
    init(_ time: Timestamp, _ id: String) { self.init(rank: time.milliseconds, id: id) }

    /// By name, in whatever case.
    init(_ name: String, _ id: String) { self.init(text: name.lowercased(), id: id) }

    /// The place of a cursor; nil where it names none.
    init?(_ cursor: PageCursor) {
        let parts = cursor.rawValue.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let rank = Int64(parts[0]) else { return nil }
        self.init(rank: rank, text: String(parts[2]), id: String(parts[1]))
    }

    var cursor: PageCursor { PageCursor(rawValue: "\(rank) \(id) \(text)") }

    static func < (one: ListPlace, other: ListPlace) -> Bool { (one.rank, one.text, one.id) < (other.rank, other.text, other.id) }
}

extension APIRequest {
    /// Where to go on in a list that we hold whole.
    ///
    /// - Throws: where the cursor is of another list, or of none.
    func place() throws(Problem) -> ListPlace? {
        guard let cursor = try cursor() else { return nil }
        guard let place = ListPlace(cursor) else { throw .unusable("cursor", "It is no cursor of this list. Begin with the first page.") }
        return place
    }

    /// The page that is asked for of a list that we hold whole, in the order of the places.
    func slice<Item>(_ items: [Item], _ place: (Item) -> ListPlace) throws(Problem) -> Page<Item> {
        let start = try self.place()
        let ordered = items.map { (place($0), $0) }.filter { pair in start.map { $0 < pair.0 } ?? true }.sorted { $0.0 < $1.0 }
        let shown = ordered.prefix(limit)
        return Page(items: shown.map(\.1), next: ordered.count > shown.count ? shown.last?.0.cursor : nil)
    }
}
