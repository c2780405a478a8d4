public import Covalence

/// What changed between two sheets of one objective, in plain words: between two dates, before and after a meeting, or as if a suggestion
/// were confirmed.
public struct SheetDifference: Hashable, Sendable {
    /// In the order of the elements, and in it as the sheets have them.
    public var changes: [SheetChange]

    /// Compares two sheets.
    public init(from before: StrategySheet, to after: StrategySheet) {
        self.init(from: SheetLines(before.lines), to: SheetLines(after.lines))
    }

    /// The changes as they are told. Of a sale that has ended no flags are raised: those that went with it did not clear, and are left out.
    public var told: [SheetChange] {
        let hasEnded = changes.contains { $0.id == SellingKinds.ending.name && $0.before == nil }
        return hasEnded ? changes.filter { !$0.isFlag || $0.after != nil } : changes
    }

    init(from before: SheetLines, to after: SheetLines) {
        var changes: [SheetChange] = []
        for line in after.lines {
            let former = before[line.id]
            if former?.text != line.text { changes.append(SheetChange(before: former, after: line)) }
        }
        for line in before.lines where after[line.id] == nil { changes.append(SheetChange(before: line, after: nil)) }
        self.changes = changes.enumerated().sorted { ($0.element.element, $0.offset) < ($1.element.element, $1.offset) }.map(\.element)
    }
}

/// The lines of a sheet, each id once, and where each stands.
struct SheetLines {
    private(set) var lines: [SheetLine] = []
    private var places: [String: Int] = [:]

    init(_ lines: [SheetLine]) {
        self.lines.reserveCapacity(lines.count)
        places.reserveCapacity(lines.count)
        for line in lines where places[line.id] == nil {
            places[line.id] = self.lines.count
            self.lines.append(line)
        }
    }

    subscript(id: String) -> SheetLine? { places[id].map { lines[$0] } }
}

/// One change of a sheet.
public struct SheetChange: Hashable, Sendable, Identifiable {
    /// That of the line.
    public var id: String
    public var element: SheetElement
    public var title: String
    /// Nil where there was nothing.
    public var before: DatedText?
    /// Nil where there is nothing any more.
    public var after: DatedText?
    public var person: Identifier<Person>?
    /// What it rests on now; where it went, what it rested on.
    public var claims: [Identifier<Claim>]

    fileprivate init(before: SheetLine?, after: SheetLine?) {
        let line = after ?? before
        id = line?.id ?? ""
        element = line?.element ?? .objective
        title = line?.title ?? ""
        self.before = before?.text
        self.after = after?.text
        person = line?.person
        claims = line?.claims ?? []
    }

    /// Whether it is about a flag.
    public var isFlag: Bool { id.hasPrefix("flag/") }

    /// In a sentence: “Amount: EUR 100.00, before EUR 50.00.”
    public var sentence: DatedText {
        switch (before, after) {
        case (nil, let after?) where isFlag: "New flag: \(closed(after))"
        case (let before?, nil) where isFlag: "No longer a flag: \(closed(before))"
        case (nil, let after?): "New: \(title): \(closed(after))"
        case (let before?, nil): "No longer there: \(title): \(closed(before))"
        case (let before?, let after?): isFlag ? "\(title): \(closed(after))" : "\(title): \(after), before \(closed(before))"
        case (nil, nil): DatedText(title)
        }
    }
}
