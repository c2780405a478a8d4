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

    /// Those to whom somebody is said to report: they may be nobody of the sale otherwise.
    public static func superiors(in input: SheetInput) -> Set<Identifier<Person>> {
        Set(PeopleStatements(Fold(input), clock: input.clock).above.values.compactMap { $0.last?.value })
    }

    /// Draws up the people of the customer on a sheet, those who turn up in the record and are not on it, and those above them.
    ///
    /// - Parameters:
    ///   - input: what the sheet was made from.
    ///   - others: superiors who are nobody of the sale otherwise, as far as their names may be shown.
    public init(_ sheet: SheetBody, _ input: SheetInput, others: [Person] = []) {
        let known = Dictionary((input.people + others).map { ($0.id, $0) }) { first, _ in first }
        let above = PeopleStatements(Fold(input), clock: input.clock).above.compactMapValues(\.last)
        let influences = sheet.influences.filter { !$0.isOwn }
        var order = influences.map(\.id) + sheet.notOnSheet.map(\.id)
        var seen = Set(order), next = order
        // Upwards, as far as it is stated.
        while !next.isEmpty {
            next = next.compactMap { above[$0]?.value }.filter { known[$0] != nil && seen.insert($0).inserted }
            order += next
        }
        self.init(order, influences, known, above)
    }

    private init(
        _ order: [Identifier<Person>], _ influences: [Influence], _ known: [Identifier<Person>: Person], _ above: [Identifier<Person>: Stated<Identifier<Person>>]
    ) {
        let seen = Set(order)
        let found = Dictionary(influences.map { ($0.id, $0) }) { first, _ in first }
        var below: [Identifier<Person>: [Identifier<Person>]] = [:]
        for id in order {
            if let above = above[id]?.value, seen.contains(above) { below[above, default: []].append(id) }
        }
        places = []
        columns = 0
        levels = 0
        var placed: Set<Identifier<Person>> = []
        // Whoever reports to nobody here begins a tree. Where some report to each other in a circle, the first of them does.
        let tops = order.filter { id in above[id].map { !seen.contains($0.value) } ?? true }
        for top in tops + order where !placed.contains(top) { place(top, level: 0, below, &placed) { id in (found[id], known[id], above[id]) } }
    }

    /// Places a person and all below, and says where their middle is.
    @discardableResult
    private mutating func place(
        _ id: Identifier<Person>, level: Int, _ below: [Identifier<Person>: [Identifier<Person>]], _ placed: inout Set<Identifier<Person>>,
        _ look: (Identifier<Person>) -> (Influence?, Person?, Stated<Identifier<Person>>?)
    ) -> Double {
        placed.insert(id)
        levels = max(levels, level + 1)
        let (influence, person, above) = look(id), index = places.count
        places.append(Place(
            id: id, name: influence?.name ?? person?.name ?? "", function: (influence?.person ?? person)?.function, influence: influence, level: level, column: 0,
            above: above, below: []
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
