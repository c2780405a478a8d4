import Covalence
import Formats
import Store
import Workbench

/// Imports in words.
enum ImportWords {
    /// What its rows are, of many.
    static func kind(_ open: OpenImport) -> String {
        if open.isCards { return "address cards" }
        return open.mapping?.kind.name ?? "not known yet"
    }

    /// Where it stands.
    static func state(_ made: RecordImport) -> String {
        switch made.state {
        case .open: "waits for you"
        case .running: "comes in"
        case .done: "done"
        case .failed: made.place > 0 ? "broken off" : "nothing came in"
        case .undoing: "is taken back"
        case .undone: "taken back"
        }
    }

    /// Counts of rows in a sentence.
    static func sentence(_ counts: RecordImport.Counts) -> String {
        if counts.added + counts.updated == 0, counts.unchanged > 0, counts.refused == 0 { return "Nothing changed: all \(number(counts.unchanged)) rows say what they said before." }
        return "\(number(counts.added)) added, \(number(counts.updated)) updated, \(number(counts.unchanged)) unchanged, \(number(counts.refused)) left out."
    }

    /// So many rows.
    static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(number(count)) rows" }

    /// With commas between thousands.
    static func number(_ count: Int) -> String {
        var text = ""
        let digits = String(count)
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }

    /// What a record became, as it is called here.
    static func thing(_ thing: String) -> String {
        switch thing {
        case "organization": "accounts"
        case "person": "people"
        case "objective": "sales objectives"
        case "interaction": "interactions"
        default: thing
        }
    }

    static func sureness(_ sureness: MappingSureness?) -> String {
        switch sureness {
        case .certain: "certain"
        case .likely: "likely"
        case .guess: "a guess"
        case .chosen: "chosen"
        case nil: "left over"
        }
    }
}
