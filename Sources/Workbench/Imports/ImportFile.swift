import Formats
import Foundation
import Store

/// An uploaded file of records: a table of a CRM, or address cards.
enum ImportFile {
    case table(CRMExport)
    case cards(VCardReading)

    /// What address cards are called where a table has its kind.
    static let cardsKind = "address-cards"
    /// Bytes that are looked at to tell cards from tables.
    private static let neededBytes = 4_096

    /// - Throws: `TableError` where it cannot be read.
    init(_ url: URL, named name: String) throws {
        let handle = try? FileHandle(forReadingFrom: url)
        let prefix = (try? handle?.read(upToCount: Self.neededBytes)) ?? Data()
        try? handle?.close()
        if VCardFile.looksLikeVCard(prefix: Array(prefix)) {
            guard let bytes = try? Data(contentsOf: url, options: .mappedIfSafe) else {
                throw TableError(kind: .unreadable, file: name, reason: "The file cannot be read.", advice: "Upload it again.")
            }
            self = .cards(try VCardFile.read(Array(bytes), file: name))
        } else {
            self = .table(try CRMExport(.file(url), file: name))
        }
    }

    /// Rows or cards.
    var rowCount: Int {
        switch self {
        case .table(let export): export.rowCount
        case .cards(let reading): reading.summary.rowCount
        }
    }
}

/// The rows of a file one after the other, whatever it is.
struct ImportRowSource {
    private var table: CRMRowReader?
    private let cards: VCardReading?
    private var card = 0

    init(_ file: ImportFile, _ mapping: ColumnMapping?) throws {
        switch file {
        case .table(let export):
            guard let mapping else { throw StoreError.refused("It is not known yet what the rows of this file are. Choose the kind first.") }
            table = try export.rows(mapping)
            cards = nil
        case .cards(let reading): cards = reading
        }
    }

    mutating func next() throws -> CRMRow? {
        if let cards {
            guard card < cards.cards.count else { return nil }
            defer { card += 1 }
            return cards.cards[card].row
        }
        return try table?.next()
    }

    /// Rows that were read, those that were left out among them.
    var rowsRead: Int {
        guard let cards else { return table?.rowsRead ?? 0 }
        return card >= cards.cards.count ? cards.summary.rowCount : card
    }

    /// Rows that were left out.
    var rowsLost: Int {
        guard let cards else { return table?.rowsLost ?? 0 }
        return card >= cards.cards.count ? cards.summary.rowCount - cards.cards.count : 0
    }

    /// What reading found so far.
    var summary: ImportSummary? { cards?.summary ?? table?.summary }
}
