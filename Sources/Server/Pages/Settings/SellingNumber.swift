import StrategicSelling

/// One number of ours ‡ that the strategy sheet and the funnel rest on, as a field that a person can read and change.
struct SellingNumber: Sendable {
    /// The name of the field.
    var name: String
    var title: String
    /// What it does, in a sentence.
    var meaning: String
    var unit: String
    var range: ClosedRange<Int>
    /// What is set, as it is written on the page.
    var read: @Sendable (SellingSettings) -> Int
    var write: @Sendable (inout SellingSettings, Int) -> Void

    /// The number in what was typed; nil for what is none or lies outside.
    func number(_ text: String) -> Int? {
        guard let number = Int(text.filter { !$0.isWhitespace && $0 != "," && $0 != "%" }), range.contains(number) else { return nil }
        return number
    }

    /// What to write.
    var advice: String { "Write a whole number from \(range.lowerBound) to \(range.upperBound)." }

    static let all: [SellingNumber] = [
        days("keyContactDays", "A key influence without contact", "After so many days without contact a key influence is flagged.", \.keyContactDays),
        days("contactDays", "Any other influence without contact", "After so many days without contact any other influence is flagged.", \.contactDays),
        days("evidenceDays", "Stale evidence", "After so many days in which nothing happened in a sale its evidence is stale.", \.evidenceDays),
        days("threadDays", "A single thread: days", "Over so many days the people of the customer are counted.", \.threadDays),
        count("threadPeople", "A single thread: people", "Fewer people of the customer than this within those days are a single thread.", "people", SellingSettings.counts, \.threadPeople),
        days("newToSaleAfterDays", "New to the sale: from", "Somebody who turns up so many days after the start, or later, is new to the sale.", \.newToSaleAfterDays),
        days("newToSaleDays", "New to the sale: for", "For so many days.", \.newToSaleDays),
        count("closeDateMoves", "A close date put off", "How often it may be put off before it is flagged.", "times", SellingSettings.counts, \.closeDateMoves),
    ] + FunnelPlace.allCases.enumerated().map { index, place in
        SellingNumber(
            name: "ageingDays-\(index)", title: "Ageing: \(place.words)", meaning: "After so many days at this place a sale is ageing there.", unit: "days", range: SellingSettings.days,
            read: { $0.ageingDays.indices.contains(index) ? $0.ageingDays[index] : SellingSettings().ageingDays[index] },
            write: { settings, number in
                if settings.ageingDays.count != FunnelPlace.allCases.count { settings.ageingDays = SellingSettings().ageingDays }
                settings.ageingDays[index] = number
            }
        )
    } + [
        SellingNumber(
            name: "topShare", title: "The upper two places: share", meaning: "Share of the open sales that they should hold; below it the top of the funnel is starved.", unit: "%",
            range: 0...100, read: { Int(($0.topShare * 100).rounded()) }, write: { $0.topShare = Double($1) / 100 }
        ),
        count("topCount", "The upper two places: number", "Sales that they should hold, however few there are below.", "sales", SellingSettings.counts, \.topCount),
        count("askedAtOnce", "Asked at once", "How many suggestions a sheet asks about, those that would change it most.", "suggestions", SellingSettings.asked, \.askedAtOnce),
        count(
            "weighedSuggestions", "Suggestions weighed", "Of how many of the latest it is worked out what they would change; more take more time.", "suggestions", SellingSettings.weighed,
            \.weighedSuggestions
        ),
    ]

    private static func days(_ name: String, _ title: String, _ meaning: String, _ path: any WritableKeyPath<SellingSettings, Int> & Sendable) -> SellingNumber {
        count(name, title, meaning, "days", SellingSettings.days, path)
    }

    private static func count(
        _ name: String, _ title: String, _ meaning: String, _ unit: String, _ range: ClosedRange<Int>, _ path: any WritableKeyPath<SellingSettings, Int> & Sendable
    ) -> SellingNumber {
        SellingNumber(name: name, title: title, meaning: meaning, unit: unit, range: range, read: { $0[keyPath: path] }, write: { $0[keyPath: path] = $1 })
    }
}
