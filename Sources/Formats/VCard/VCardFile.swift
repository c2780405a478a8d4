import Covalence

/// Reads files of address cards: vCard 3.0 (RFC 2426) and 4.0 (RFC 6350), and 2.1 as programs write it.
///
/// Debian has no library for it that is kept: libical reads vCalendar and vCard 2.1 only (`vcc`), libvformat has not changed for years and reads 2.1 and
/// 3.0. What is needed of the format is lines, parameters and two kinds of lists, which stand here and in `VCardLine`.
public enum VCardFile {
    /// Bytes of a file, cards in it, bytes of a property, values of a property that are read ‡.
    public static let maxBytes = 50_000_000, maxCards = 100_000, maxPropertyBytes = 200_000, maxValues = 50

    /// Whether a file that begins with these bytes (a few hundred are enough) holds address cards.
    public static func looksLikeVCard(prefix: [UInt8]) -> Bool {
        let bytes = TextDecoding(Array(prefix.prefix(4096))).bytes
        let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.count
        return bytes.startsWith("begin:vcard", in: start..<bytes.count)
    }

    /// Reads all cards of a file. A card that is broken is passed over and stands among the problems.
    ///
    /// - Throws: `TableError` where the file is empty, too large, or holds no card at all.
    public static func read(_ data: [UInt8], file: String? = nil, maxListedProblems: Int = 200) throws(TableError) -> VCardReading {
        guard data.count <= maxBytes else {
            throw TableError(kind: .tooLarge, file: file, reason: "The file is larger than \(maxBytes / 1_000_000) MB.", advice: "Export fewer cards, or without pictures.")
        }
        let decoded = TextDecoding(data)
        guard decoded.bytes.contains(where: { $0 > 0x20 }) else {
            throw TableError(kind: .empty, file: file, reason: "The file is empty.", advice: "Export the cards again, or choose another file.")
        }
        var limits = TableLimits()
        limits.maxListedProblems = maxListedProblems
        var summary = ImportSummary(file: file, encoding: decoded.encoding)
        summary.notes = decoded.notes
        if decoded.encoding == .windows1252 { summary.notes.append("The file is not in UTF-8; it was read as Windows-1252.") }
        var gathering = VCardGathering(file, SummaryTally(summary, limits))
        VCardLine.scan(decoded.bytes) { gathering.take($0) }
        gathering.finish()
        guard gathering.number > 0 else {
            throw TableError(
                kind: .notRecognised, file: file, reason: "The file holds no address card: BEGIN:VCARD stands nowhere in it.",
                advice: "Export the contacts again as vCard (.vcf)."
            )
        }
        return VCardReading(cards: gathering.cards, summary: gathering.tally.finished())
    }
}

/// Puts the lines of a file together into cards.
struct VCardGathering {
    private(set) var cards: [VCard] = []
    /// Cards that have begun.
    private(set) var number = 0
    private(set) var tally: SummaryTally
    private let file: String?
    private var builder: VCardBuilder?
    /// Cards within the card: those of agents in 2.1 and 3.0.
    private var depth = 0
    private var lastName = ""

    init(_ file: String?, _ tally: SummaryTally) {
        self.file = file
        self.tally = tally
    }

    mutating func take(_ line: VCardLine) {
        defer { lastName = line.name }
        let isCard = line.value.prefix(12).filter { $0 > 0x20 }.map(\.lowercasedASCII).elementsEqual("vcard".utf8)
        if line.name == "BEGIN", isCard {
            if builder != nil, lastName == "AGENT" || depth > 0 {
                depth += 1
                return
            }
            lose("The card is not ended before the next one begins.")
            number += 1
            depth = 0
            if number <= VCardFile.maxCards { builder = VCardBuilder(number: number, line: line.number) }
            return
        }
        guard builder != nil else { return }
        if line.name == "END", isCard {
            if depth > 0 { depth -= 1 } else { end() }
            return
        }
        guard depth == 0 else { return }
        builder?.take(line)
    }

    mutating func finish() {
        lose("The file ends within the card.")
        if number > VCardFile.maxCards { tally.summary.notes.append("Only the first \(VCardFile.maxCards) cards were read.") }
    }

    private mutating func end() {
        guard let done = builder else { return }
        builder = nil
        tally.summary.rowCount += 1
        let card = done.card()
        for (line, column, value, reason, advice) in done.problems {
            tally.add(problem(done, line, column, value, .unreadable, reason, advice, isRowLost: false))
        }
        if done.isGroup {
            lose(done, .missing, "The card is a list of others, not a person.", "Nothing need be done; the people have cards of their own.")
        } else if let card {
            cards.append(card)
            tally.add(card.row)
        } else {
            lose(done, .missing, "The card has neither name, organisation nor mail address.", "Fill one of them in, and export it again.")
        }
    }

    /// Passes over the card that is under way, if there is one.
    private mutating func lose(_ reason: String) {
        guard let broken = builder else { return }
        builder = nil
        tally.summary.rowCount += 1
        lose(broken, .malformed, reason, "Export the cards again: END:VCARD is missing.")
    }

    private mutating func lose(_ card: VCardBuilder, _ kind: RowProblem.Kind, _ reason: String, _ advice: String) {
        tally.summary.lostCount += 1
        tally.add(problem(card, card.line, nil, nil, kind, reason, advice, isRowLost: true))
    }

    private func problem(
        _ card: VCardBuilder, _ line: Int, _ column: String?, _ value: String?, _ kind: RowProblem.Kind, _ reason: String, _ advice: String, isRowLost: Bool
    ) -> RowProblem {
        RowProblem(kind: kind, file: file, row: card.number, line: line, column: column, value: value, reason: reason, advice: advice, isRowLost: isRowLost)
    }
}
