import Covalence

/// One number over several meetings: the median, how far it spreads, and every meeting behind it.
struct MeasureView: ViewModel {
    /// The number in one meeting.
    struct Entry: ViewModel, Hashable {
        var title: String
        var href: String
        var day: String?
        /// Nil while not known.
        var number: String?
        /// The moment that shows it, where there is one.
        var moment: Moment?
        var momentWord: String

        var view: View {
            [
                "title": .text(title), "href": .text(href), "day": View.Value(day), "number": View.Value(number),
                "momentHref": View.Value(number == nil ? nil : moment?.href), "momentWord": .text(momentWord),
            ]
        }
    }

    var row: SellerMeasures.Row
    var entries: [Entry] = []

    var view: View {
        let known = row.distribution?.count ?? 0
        return [
            "key": .text(row.key.rawValue), "title": .text(row.key.title), "meaning": .text(row.key.sentence),
            "median": View.Value(row.distribution.map { row.key.text($0.median) }),
            "count": .text(known == 1 ? "from 1 meeting" : "median of \(known) meetings"),
            "spread": View.Value(spread), "notKnown": View.Value(notKnown(known)), "entries": View.Value(entries), "hasEntries": .flag(!entries.isEmpty),
            "entryCount": .text(entries.count == 1 ? "The meeting behind it" : "The \(entries.count) meetings behind it"),
        ]
    }

    private var spread: String? {
        guard let numbers = row.distribution, numbers.count > 1 else { return nil }
        // Quartiles of two or three numbers would say more than is there.
        return numbers.count < 4
            ? "from \(row.key.text(numbers.minimum)) to \(row.key.text(numbers.maximum))"
            : "the middle half from \(row.key.text(numbers.lowerQuartile)) to \(row.key.text(numbers.upperQuartile))"
    }

    private func notKnown(_ known: Int) -> String? {
        guard row.notKnown > 0 else { return nil }
        return (known == 0 ? "Not known of any meeting. " : "Not known of \(row.notKnown == 1 ? "1 meeting" : "\(row.notKnown) meetings"). ") + row.key.needs
    }
}
