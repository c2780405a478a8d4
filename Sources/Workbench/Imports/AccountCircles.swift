import Formats

/// Accounts of a table that would be part of themselves: somewhere above one stands the account itself.
struct AccountCircles {
    /// The names in the circle a row belongs to, its own first, by the number of the row.
    private var names: [Int: [String]] = [:]
    /// The column that says what an account is part of.
    private(set) var column: String?
    /// What to do about a circle.
    static let advice = "Take the parent away from the account that stands highest, in its source, and export it again."

    /// ‡ Names of a circle that are told.
    private static let mostTold = 5

    /// Reads the table once through, where its rows are accounts that say by id what they are part of.
    init(in file: ImportFile, _ mapping: ColumnMapping?) throws {
        guard case .table = file, let mapping, mapping.kind == .account, let column = mapping.columns(for: .parentID).first else { return }
        self.column = column.header
        var rows = try ImportRowSource(file, mapping)
        var accounts: [(row: Int, id: String, name: String, parent: String)] = []
        while let row = try rows.next() {
            if case .account(let account) = row, let id = account.origin.id, let parent = account.parent?.id {
                accounts.append((account.origin.row, id, account.name, parent))
            }
        }
        find(accounts)
    }

    /// - Parameter accounts: those that are part of something, each once.
    init(_ accounts: [(row: Int, id: String, name: String, parent: String)], column: String? = nil) {
        self.column = column
        find(accounts)
    }

    private mutating func find(_ accounts: [(row: Int, id: String, name: String, parent: String)]) {
        // Of an id that comes twice the last counts, as when rows come in.
        let byID = Dictionary(accounts.map { ($0.id, $0) }) { $1 }
        var through: Set<String> = []
        for start in accounts where !through.contains(start.id) {
            var path: [String] = [], place: [String: Int] = [:]
            var next = byID[start.id]
            while let account = next, !through.contains(account.id), place[account.id] == nil {
                place[account.id] = path.count
                path.append(account.id)
                next = byID[account.parent]
            }
            if let met = next.flatMap({ place[$0.id] }) {
                let circle = path[met...].compactMap { byID[$0] }
                for (turn, account) in circle.enumerated() { names[account.row] = (circle[turn...] + circle[..<turn]).map(\.name) }
            }
            through.formUnion(path)
        }
    }

    /// Why an account of this row cannot be part of what it names; nil where it can.
    func reason(ofRow row: Int) -> String? {
        guard let names = names[row], let own = names.first else { return nil }
        guard names.count > 1 else { return "“\(own)” is said to be part of itself. It comes in without a parent." }
        let told = names.dropFirst().prefix(Self.mostTold).map { "“\($0)”" }.joined(separator: ", which is part of ")
        let more = names.count > Self.mostTold + 1 ? ", and so on" : ""
        return "“\(own)” would be part of itself: it is part of \(told)\(more), which is part of “\(own)”. It comes in without a parent."
    }
}
