import Covalence
import Store
import StrategicSelling
import Workbench

/// What of the funnel is looked at, as it stands in the address: filters, the form it is shown in, and which number was opened.
struct FunnelAddress: Hashable {
    /// By what the table is sorted.
    enum Order: String, CaseIterable {
        case account, amount, close, standing, flags

        var words: String {
            switch self {
            case .account: "Account"
            case .amount: "How much"
            case .close: "By when"
            case .standing: "Stands there"
            case .flags: "Red flags"
            }
        }
    }

    var filter: FunnelFilter
    var isTable: Bool
    var order: Order
    var isDescending: Bool
    var part: FunnelPart
    /// The place of the number that was opened.
    var at: FunnelPlace?
    /// From 1.
    var page: Int

    /// - Throws: `StoreError.refused` for a day that is none.
    init(_ query: FormFields) throws {
        filter = FunnelFilter(
            owner: query["owner"].flatMap { Identifier($0) }, team: query["team"].flatMap { Identifier($0) }, place: query["place"].flatMap(FunnelPlace.init(rawValue:)),
            text: query["text"], offering: query["offering"].flatMap { Identifier($0) }, flags: Set(query.all("flag").compactMap(FlagKind.init(rawValue:))),
            closingFrom: try query["from"].flatMap(ObjectiveForm.day), closingUntil: try query["until"].flatMap(ObjectiveForm.day),
            currency: query["currency"].flatMap { Currency($0) }
        )
        isTable = query["view"] == "table"
        let sort = query["sort"] ?? ""
        isDescending = sort.hasPrefix("-")
        order = Order(rawValue: String(isDescending ? sort.dropFirst() : sort[...])) ?? .close
        part = query["of"].flatMap(FunnelPart.init(rawValue:)) ?? .open
        at = query["at"].flatMap(FunnelPlace.init(rawValue:))
        page = max(1, min(query.number("page") ?? 1, 1_000_000))
    }

    /// The address of the same with something changed.
    func changed(_ change: (inout FunnelAddress) -> Void) -> String {
        var other = self
        other.page = 1
        change(&other)
        return other.text
    }

    var text: String {
        let query = query
        return query.isEmpty ? "/funnel" : "/funnel?\(query)"
    }

    /// The part of the address behind the question mark.
    var query: String {
        var fields = filterFields
        if isTable { fields.append(("view", "table")) }
        if order != .close || isDescending { fields.append(("sort", (isDescending ? "-" : "") + order.rawValue)) }
        if part != .open { fields.append(("of", part.rawValue)) }
        if let at { fields.append(("at", at.rawValue)) }
        if page > 1 { fields.append(("page", String(page))) }
        return fields.map { "\($0.0)=\(QueryText.encode($0.1))" }.joined(separator: "&")
    }

    private var filterFields: [(String, String)] {
        var fields = [
            ("owner", filter.owner?.description), ("team", filter.team?.description), ("place", filter.place?.rawValue), ("text", filter.text),
            ("offering", filter.offering?.description), ("from", filter.closingFrom?.description), ("until", filter.closingUntil?.description),
            ("currency", filter.currency?.code),
        ].compactMap { name, value in value.map { (name, $0) } }
        fields += filter.flags.sorted().map { ("flag", $0.rawValue) }
        return fields
    }

    var isNarrow: Bool { !filterFields.isEmpty }

    /// Some lines in the order of the table; those of which it is not known come last.
    func sorted(_ lines: [FunnelLine]) -> [FunnelLine] { sorted(lines, at: Array(lines.indices), first: lines.count) }

    /// The first lines in that order, of those at some places. Lines are large: only what is asked for is copied.
    func sorted(_ lines: [FunnelLine], at places: [Int], first count: Int) -> [FunnelLine] {
        func ordered<Key: Comparable>(_ key: (FunnelLine) -> Key?) -> [FunnelLine] {
            var known: [(key: Key, index: Int)] = [], others: [Int] = []
            for index in places {
                if let key = key(lines[index]) { known.append((key, index)) } else { others.append(index) }
            }
            known.sort { isDescending ? ($1.key, $0.index) < ($0.key, $1.index) : ($0.key, $0.index) < ($1.key, $1.index) }
            return (known.map(\.index) + others).prefix(count).map { lines[$0] }
        }
        return switch order {
        case .account: ordered { $0.accountName.lowercased() }
        // Amounts of two currencies are not compared: one currency stands behind the other.
        case .amount: ordered { $0.entry.amount.map { AmountKey(currency: $0.currency.code, units: $0.minorUnits) } }
        case .close: ordered { $0.entry.closeDate }
        case .standing: ordered { $0.entry.since }
        case .flags: ordered { $0.flags.count }
        }
    }

    private struct AmountKey: Comparable {
        var currency: String
        var units: Int64
        static func < (left: AmountKey, right: AmountKey) -> Bool { (left.currency, left.units) < (right.currency, right.units) }
    }
}
