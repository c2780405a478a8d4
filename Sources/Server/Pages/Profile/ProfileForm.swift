import Covalence
import Store
import StrategicSelling

/// Criteria as they are typed, a row each.
struct ProfileForm: Hashable, Sendable {
    /// One criterion as typed.
    struct Row: Hashable, Sendable {
        var id = ""
        var label = ""
        var sort = ""
        /// Yes or no, categories with commas between, or the highest grade.
        var fits = ""
        var lower = ""
        var upper = ""
        var margin = ""
        var unit = ""
        var weight = ""

        init() {}

        init(_ criterion: ProfileCriterion) {
            (id, label, sort) = (criterion.id, criterion.label, criterion.sort.rawValue)
            weight = criterion.weight.map(ProfileWords.number) ?? ""
            switch criterion.kind {
            case .yesNo(let wanted): fits = wanted ? "yes" : "no"
            case .numberRange(let lower, let upper, let margin, let unit):
                self.lower = lower.map(ProfileWords.number) ?? ""
                self.upper = upper.map(ProfileWords.number) ?? ""
                self.margin = margin == 0 ? "" : ProfileWords.number(margin)
                self.unit = unit
            case .category(let accepted): fits = accepted.sorted().joined(separator: ", ")
            case .valuesFit(let highest): fits = String(highest)
            }
        }
    }

    var rows: [Row]

    /// ‡ Empty rows for new criteria.
    static let spare = 2

    init(_ criteria: [ProfileCriterion]) { rows = criteria.map(Row.init) + Array(repeating: Row(), count: Self.spare) }

    init(_ form: FormFields) {
        let count = min(max(0, form.number("rows") ?? 0), 100)
        rows = (0..<count).map { index in
            func text(_ name: String) -> String { form["\(name)-\(index)"] ?? "" }
            var row = Row()
            (row.id, row.label, row.sort, row.fits, row.weight) = (text("id"), text("label"), text("sort"), text("fits"), text("weight"))
            (row.lower, row.upper, row.margin, row.unit) = (text("lower"), text("upper"), text("margin"), text("unit"))
            return row
        }
    }

    /// The criteria; a row without a question is none, and so a criterion is taken away.
    func criteria() throws(StoreError) -> [ProfileCriterion] {
        var criteria: [ProfileCriterion] = []
        var taken = Set(rows.map(\.id))
        for (index, row) in rows.enumerated() where !row.label.isEmpty {
            var id = row.id
            if id.isEmpty {
                id = Self.id(of: row.label, not: taken)
                taken.insert(id)
            }
            criteria.append(ProfileCriterion(id: id, label: row.label, kind: try Self.kind(row, index + 1), weight: try Self.number(row.weight, "The weight", index + 1)))
        }
        return criteria
    }

    private static func kind(_ row: Row, _ place: Int) throws(StoreError) -> ProfileCriterion.Kind {
        switch ProfileAnswer.Sort(rawValue: row.sort) {
        case .yesNo?:
            guard row.fits == "yes" || row.fits == "no" else { throw .refused("Criterion \(place): write yes or no as what fits.") }
            return .yesNo(wanted: row.fits == "yes")
        case .number?:
            return .numberRange(
                lower: try number(row.lower, "The lower end", place), upper: try number(row.upper, "The upper end", place),
                margin: try number(row.margin, "The margin", place) ?? 0, unit: row.unit
            )
        case .category?:
            return .category(accepted: Set(row.fits.split(separator: ",").map { String($0).trimmingSpaces }.filter { !$0.isEmpty }))
        case .grade?:
            guard let highest = Int(row.fits) else { throw .refused("Criterion \(place): write the highest grade as what fits: 5.") }
            return .valuesFit(highest: highest)
        case nil: throw .refused("Criterion \(place): choose what sort of answer it takes.")
        }
    }

    private static func number(_ text: String, _ what: String, _ place: Int) throws(StoreError) -> Double? {
        guard !text.isEmpty else { return nil }
        guard let number = Double(text), number.isFinite else { throw .refused("Criterion \(place): \(what) “\(text.prefix(40))” is no number. Write 12 or 0.5.") }
        return number
    }

    /// `own-maintenance-crew`, with a number where another one has it.
    static func id(of label: String, not taken: Set<String>) -> String {
        let words = label.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.prefix(6)
        let plain = words.isEmpty ? "criterion" : words.joined(separator: "-")
        var id = plain, number = 2
        while taken.contains(id) {
            id = "\(plain)-\(number)"
            number += 1
        }
        return id
    }

    var view: View {
        [
            "rowCount": .text(String(rows.count)),
            "formRows": .list(rows.enumerated().map { index, row -> View in
                [
                    "index": .text(String(index)), "number": .text(String(index + 1)), "id": .text(row.id), "label": .text(row.label), "fits": .text(row.fits), "lower": .text(row.lower),
                    "upper": .text(row.upper), "margin": .text(row.margin), "unit": .text(row.unit), "weight": .text(row.weight), "isNew": .flag(row.id.isEmpty),
                    "title": .text(row.label.isEmpty ? "A new criterion" : row.label),
                    "sorts": View.Value(ProfileAnswer.Sort.allCases.map { Choice(value: $0.rawValue, label: ProfileWords.sort($0), isSelected: $0.rawValue == row.sort) }),
                ]
            }),
        ]
    }
}

private extension String {
    var trimmingSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
