/// Tells the writer's own words from the quoted history of the conversation and from the signature ‡.
///
/// Works on cleaned lines. Left out are lines that begin with “>”, the line that announces them (“On … wrote:”), everything
/// behind a signature's “--”, behind “-----Original Message-----” and behind a block “From: … Sent: …” as Outlook writes it.
/// English, German, French and Spanish are known; in other languages the “>” lines go and the rest stays.
enum QuotedHistory {
    static func ownWords(of text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var own: [Substring] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if line == "--" || isDivider(line) || isHeaderBlock(lines, at: index) { break }
            if line.hasPrefix(">") {
                index += 1
                continue
            }
            if let end = announcementEnd(lines, at: index) {
                var next = end
                while next < lines.count, lines[next].isEmpty { next += 1 }
                // Unmarked history behind the announcement cannot be told from own words: all of it goes.
                guard next < lines.count, lines[next].hasPrefix(">") else { break }
                index = end
                continue
            }
            own.append(line)
            index += 1
        }
        // Outlook's rule above the block.
        while let last = own.last, last.isEmpty || (last.utf8.count >= 5 && last.utf8.allSatisfy { $0 == 0x5F }) { own.removeLast() }
        var result: [Substring] = []
        for line in own where !(line.isEmpty && (result.isEmpty || (result.count > 1 && result.suffix(2).allSatisfy(\.isEmpty)))) { result.append(line) }
        return result.joined(separator: "\n")
    }

    private static let dividers: Set<String> = [
        "original message", "forwarded message", "ursprüngliche nachricht", "weitergeleitete nachricht", "message d'origine", "message d’origine",
        "message transféré", "mensaje original", "mensaje reenviado", "original appointment", "reply message",
    ]

    /// `-----Original Message-----` and its like.
    private static func isDivider(_ line: Substring) -> Bool {
        guard line.hasPrefix("--"), line.hasSuffix("--"), line.utf8.count < 100 else { return line.lowercased() == "begin forwarded message:" }
        return dividers.contains(line.drop { $0 == "-" || $0 == " " }.reversed().drop { $0 == "-" || $0 == " " }.reversed().map(String.init).joined().lowercased())
    }

    private static let writers = ["from", "von", "de"]
    private static let times = ["sent", "date", "gesendet", "datum", "envoyé", "enviado", "enviado el", "fecha"]
    private static let others = ["to", "subject", "an", "betreff", "à", "objet", "para", "asunto"]

    /// “From: …”, and within the next four lines when and to whom or about what.
    private static func isHeaderBlock(_ lines: [Substring], at index: Int) -> Bool {
        guard let first = field(lines[index]), writers.contains(first) else { return false }
        let names = lines[(index + 1)...].prefix(4).compactMap(field)
        return names.contains { times.contains($0) } && names.contains { others.contains($0) }
    }

    /// The name before a colon, in lower case, without the stars of bold type.
    private static func field(_ line: Substring) -> String? {
        guard let colon = line.prefix(30).firstIndex(of: ":") else { return nil }
        let name = line[..<colon].drop { $0 == "*" || $0 == " " }.lowercased()
        return String(name.reversed().drop { $0 == "*" || $0 == " " || $0 == "\u{A0}" }.reversed())
    }

    private static let announcements: [(start: String, ends: [String])] = [
        ("on ", ["wrote:"]), ("am ", ["schrieb:"]), ("le ", ["a écrit:", "a écrit :"]), ("el ", ["escribió:"]),
    ]

    /// Behind “On … wrote:”, which mail programs break over up to three lines; nil where no such thing begins here. A number
    /// or an address must be in it, because people write “on” at the beginning of a line too.
    private static func announcementEnd(_ lines: [Substring], at index: Int) -> Int? {
        let lower = lines[index].prefix(400).lowercased()
        guard let kind = announcements.first(where: { lower.hasPrefix($0.start) }) else { return nil }
        var joined = ""
        for end in index..<min(index + 3, lines.count) {
            guard !lines[end].isEmpty, lines[end].utf8.count < 400 else { return nil }
            joined += (joined.isEmpty ? "" : " ") + lines[end].lowercased()
            let isEnd = kind.ends.contains { joined.hasSuffix($0) } || (kind.start == "am " && joined.hasSuffix(":") && joined.contains(" schrieb "))
            if isEnd { return joined.contains { $0 == "@" || $0.isNumber } ? end + 1 : nil }
        }
        return nil
    }
}
