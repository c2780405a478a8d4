public import Covalence

/// Who stands where in a sale: whom each of the customer's people reports to, as somebody stated, beside the weight each has in it. The chart of an
/// organisation alone does not tell who decides (section 5); the two together show whom nobody has covered.
public struct OrganizationPicture: Hashable, Sendable {
    /// Everybody of it, each before those below, from left to right.
    public var places: [Place]
    /// How many stand side by side, at the least 1 where there is anybody.
    public var columns: Int
    /// How many stand above each other.
    public var levels: Int

    /// One person's place.
    public struct Place: Hashable, Sendable, Identifiable {
        public var id: Identifier<Person>
        public var name: String
        public var function: String?
        /// What the sheet says of them; nil for somebody who is not on it.
        public var influence: Influence?
        /// How many stand above.
        public var level: Int
        /// Where the middle is, counted in people from the left: 0 is the middle of the first.
        public var column: Double
        /// Whom they report to; nil at the top, and where it is not known.
        public var above: Stated<Identifier<Person>>?
        /// Those right below, from left to right.
        public var below: [Identifier<Person>]
    }

    /// Draws up the people of the customer on a sheet, those above them, and those who turn up in the record and are not on it.
    ///
    /// - Parameter people: everybody whose name may be shown.
    public init(_ sheet: SheetBody, people: [Person]) {
        let known = Dictionary(people.map { ($0.id, $0) }) { first, _ in first }
        let influences = sheet.influences.filter { !$0.isOwn }
        var order = influences.map(\.id)
        order += influences.compactMap(\.reportsTo?.value).filter { known[$0] != nil }
        order += sheet.notOnSheet.map(\.id)
        var seen: Set<Identifier<Person>> = []
        order = order.filter { seen.insert($0).inserted }
        let found = Dictionary(influences.map { ($0.id, $0) }) { first, _ in first }
        var below: [Identifier<Person>: [Identifier<Person>]] = [:]
        for id in order {
            if let above = found[id]?.reportsTo?.value, seen.contains(above) { below[above, default: []].append(id) }
        }
        places = []
        columns = 0
        levels = 0
        var placed: Set<Identifier<Person>> = []
        // Whoever reports to nobody here begins a tree. Where some report to each other in a circle, the first of them does.
        let tops = order.filter { id in found[id]?.reportsTo.map { !seen.contains($0.value) } ?? true }
        for top in tops + order where !placed.contains(top) { place(top, level: 0, below, &placed) { id in (found[id], known[id]) } }
    }

    /// Places a person and all below, and says where their middle is.
    @discardableResult
    private mutating func place(
        _ id: Identifier<Person>, level: Int, _ below: [Identifier<Person>: [Identifier<Person>]], _ placed: inout Set<Identifier<Person>>,
        _ look: (Identifier<Person>) -> (Influence?, Person?)
    ) -> Double {
        placed.insert(id)
        levels = max(levels, level + 1)
        let (influence, person) = look(id), index = places.count
        places.append(Place(
            id: id, name: influence?.name ?? person?.name ?? "", function: (influence?.person ?? person)?.function, influence: influence, level: level, column: 0,
            above: influence?.reportsTo, below: []
        ))
        var middles: [Double] = []
        for next in below[id] ?? [] where !placed.contains(next) {
            places[index].below.append(next)
            middles.append(place(next, level: level + 1, below, &placed, look))
        }
        if let first = middles.first, let last = middles.last {
            places[index].column = (first + last) / 2
        } else {
            places[index].column = Double(columns)
            columns += 1
        }
        return places[index].column
    }
}
