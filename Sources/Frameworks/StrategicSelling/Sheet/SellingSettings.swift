/// Every number of ours ‡ that a sheet and the funnel rest on, in one place, so that a workspace can change it.
///
/// The source names no thresholds; these are operational definitions. Days are those of the calendar where the sheet is made, as ages are told. A stored form may lack any of them: the default holds.
public struct SellingSettings: Hashable, Sendable, Codable {
    /// Days without contact after which a key influence is flagged.
    public var keyContactDays = 21
    /// Days without contact after which any other influence is flagged.
    public var contactDays = 45
    /// Days without any interaction in the objective after which its evidence is stale.
    public var evidenceDays = 30
    /// Days over which the people of the customer are counted for a single thread.
    public var threadDays = 90
    /// Fewer people of the customer than this make a single thread.
    public var threadPeople = 2
    /// Days for which a person who turned up after the start is new to the sale.
    public var newToSaleDays = 30
    /// Days after the start from which on somebody who turns up is new to the sale.
    public var newToSaleAfterDays = 14
    /// How often a close date may be put off before it is flagged.
    public var closeDateMoves = 3
    /// Days at a place of the funnel after which an objective is ageing there, from the top down.
    public var ageingDays = [120, 60, 60, 30]
    /// Share of the open objectives that the upper two places should hold, 0 to 1; below it the top is starved.
    public var topShare = 0.5
    /// Objectives the upper two places should hold, however few there are below.
    public var topCount = 3
    /// How many suggestions are asked for at once (the design: at most seven).
    public var askedAtOnce = 7
    /// Of how many of the latest suggestions is it worked out what they would change.
    public var weighedSuggestions = 200

    /// The defaults.
    public init() {}

    /// From where to where a number of days goes ‡: ten years.
    public static let days = 1...3_650
    /// From where to where a number of people, moves or objectives goes ‡.
    public static let counts = 0...1_000
    /// How many suggestions may be asked for at once ‡.
    public static let asked = 1...50
    /// How many suggestions may be weighed ‡: their cost grows with the sheet.
    public static let weighed = 1...1_000

    /// What is wrong with them, in a sentence; nil where nothing is.
    public var problem: String? {
        let all = [
            ("keyContactDays", keyContactDays), ("contactDays", contactDays), ("evidenceDays", evidenceDays), ("threadDays", threadDays), ("newToSaleDays", newToSaleDays),
            ("newToSaleAfterDays", newToSaleAfterDays),
        ] + ageingDays.map { ("ageingDays", $0) }
        for (name, days) in all where !Self.days.contains(days) { return "“\(name)” is a number of days from 1 to 3,650." }
        for (name, count) in [("threadPeople", threadPeople), ("closeDateMoves", closeDateMoves), ("topCount", topCount)] where !Self.counts.contains(count) {
            return "“\(name)” is a whole number from 0 to 1,000."
        }
        guard ageingDays.count == FunnelPlace.allCases.count else { return "“ageingDays” has four numbers, one for each place of the funnel from the top down." }
        guard topShare.isFinite, (0...1).contains(topShare) else { return "“topShare” is a share: write a number from 0 to 1." }
        guard Self.asked.contains(askedAtOnce) else { return "“askedAtOnce” is a whole number from 1 to 50." }
        guard Self.weighed.contains(weighedSuggestions) else { return "“weighedSuggestions” is a whole number from 1 to 1,000." }
        return nil
    }

    /// Reads a stored form; what it lacks keeps its default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ field: inout Value) throws {
            if let value = try values.decodeIfPresent(Value.self, forKey: key) { field = value }
        }
        try read(.keyContactDays, &keyContactDays)
        try read(.contactDays, &contactDays)
        try read(.evidenceDays, &evidenceDays)
        try read(.threadDays, &threadDays)
        try read(.threadPeople, &threadPeople)
        try read(.newToSaleDays, &newToSaleDays)
        try read(.newToSaleAfterDays, &newToSaleAfterDays)
        try read(.closeDateMoves, &closeDateMoves)
        try read(.ageingDays, &ageingDays)
        try read(.topShare, &topShare)
        try read(.topCount, &topCount)
        try read(.askedAtOnce, &askedAtOnce)
        try read(.weighedSuggestions, &weighedSuggestions)
    }

    /// Days after which an objective is ageing at a place; nil where none is set.
    func ageingDays(at place: FunnelPlace) -> Int? {
        ageingDays.indices.contains(place.depth) ? ageingDays[place.depth] : nil
    }
}
