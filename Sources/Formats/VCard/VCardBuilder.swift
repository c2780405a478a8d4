import Covalence

/// Gathers the properties of one card.
struct VCardBuilder {
    let number: Int
    let line: Int
    private(set) var problems: [(line: Int, column: String, value: String, reason: String, advice: String)] = []
    private(set) var isGroup = false
    private var draft: VCard
    private var formatted: String?
    private var mails: [(preference: Int, value: String)] = []
    private var phones: [(preference: Int, value: String)] = []
    private var languages: [(preference: Int, value: String)] = []

    init(number: Int, line: Int) {
        self.number = number
        self.line = line
        draft = VCard(number: number, line: line, name: "")
    }

    mutating func take(_ line: VCardLine) {
        if line.isCut { report(line, "It is longer than is read; the rest was cut.", "Shorten it.") }
        switch line.name {
        case "VERSION":
            draft.version = line.text
            if let version = line.text, !["2.1", "3.0", "4.0"].contains(version) {
                report(line, "Version “\(version)” is not known; the card was read as 3.0.", "Export it as vCard 3.0 or 4.0.")
            }
        case "UID": draft.uid = draft.uid ?? line.text
        case "FN": formatted = formatted ?? line.text
        case "N":
            let parts = line.parts(at: 0x3B).map { RowText.line($0[...]) }
            draft.familyName = draft.familyName ?? parts.first.flatMap(\.self)
            draft.givenName = draft.givenName ?? (parts.count > 1 ? parts[1] : nil)
        case "ORG":
            let parts = line.parts(at: 0x3B).map { RowText.line($0[...]) }
            if draft.organization == nil {
                draft.organization = parts.first.flatMap(\.self)
                draft.department = parts.dropFirst().compactMap(\.self).first
            }
        case "TITLE": draft.title = draft.title ?? line.text
        case "ROLE": draft.role = draft.role ?? line.text
        case "EMAIL": takeMail(line)
        case "TEL": takePhone(line)
        case "LANG":
            guard let name = line.text, languages.count < VCardFile.maxValues else { break }
            if let code = ImportedLanguage.code(name) {
                languages.append((line.preference, code))
            } else {
                report(line, "“\(RowText.shown(line.value[...]))” is no language that is known.", "Write its code, such as de.")
            }
        case "URL": if let address = line.text, draft.websites.count < VCardFile.maxValues { draft.websites.append(address) }
        case "ADR": takeAddress(line)
        case "NOTE": draft.note = [draft.note, RowText.note(line.parts(at: nil)[0][...])].compactMap(\.self).joined(separator: "\n\n")
        case "REV": takeRevision(line)
        case "KIND", "X-ADDRESSBOOKSERVER-KIND":
            let kind = line.text?.lowercased()
            if kind == "group" { isGroup = true }
            if kind == "org" { draft.isOrganization = true }
        case "X-ABSHOWAS": if line.text?.lowercased() == "company" { draft.isOrganization = true }
        default: break
        }
    }

    /// The card; nil where it names nobody.
    func card() -> VCard? {
        var card = draft
        func sorted(_ values: [(preference: Int, value: String)]) -> [String] {
            var result: [String] = []
            let ordered = values.enumerated().sorted { ($0.element.preference, $0.offset) < ($1.element.preference, $1.offset) }
            for (_, element) in ordered where !result.contains(element.value) { result.append(element.value) }
            return result
        }
        (card.mails, card.phones, card.languages) = (sorted(mails), sorted(phones), sorted(languages))
        if card.note?.isEmpty == true { card.note = nil }
        let parts = [card.givenName, card.familyName].compactMap(\.self).joined(separator: " ")
        if card.organization != nil, parts.isEmpty, formatted == nil || formatted == card.organization { card.isOrganization = true }
        guard let name = formatted ?? (parts.isEmpty ? card.organization ?? card.mails.first : parts) else { return nil }
        card.name = name
        return card
    }

    private mutating func report(_ line: VCardLine, _ reason: String, _ advice: String) {
        guard problems.count < 100 else { return }
        problems.append((line.number, line.name, RowText.shown(line.value[...]), reason, advice))
    }

    private mutating func takeMail(_ line: VCardLine) {
        guard var text = line.text, mails.count < VCardFile.maxValues else { return }
        if text.lowercased().hasPrefix("mailto:") { text = String(text.dropFirst(7)) }
        if let address = MailParty.validated(text) {
            mails.append((line.preference, address))
        } else {
            report(line, "“\(RowText.shown(line.value[...]))” is no mail address.", "Correct it in the card.")
        }
    }

    private mutating func takePhone(_ line: VCardLine) {
        guard var text = line.text, phones.count < VCardFile.maxValues, !line.types.contains("fax") else { return }
        if text.lowercased().hasPrefix("tel:") { text = String(text.dropFirst(4)) }
        if text.utf8.count(where: \.isDigit) < 3 {
            report(line, "“\(RowText.shown(line.value[...]))” is no telephone number.", "Correct it in the card.")
        } else {
            phones.append((line.preference, text))
        }
    }

    /// Post box, extension, street, town, region, code, country (RFC 6350, 6.3.1).
    private mutating func takeAddress(_ line: VCardLine) {
        let parts = line.parts(at: 0x3B).map { RowText.line($0.map { $0 == 0x0A ? 0x20 : $0 }[...]) }
        let lines = parts.compactMap(\.self)
        guard !lines.isEmpty, draft.addresses.count < VCardFile.maxValues else { return }
        draft.addresses.append(lines.joined(separator: "\n"))
        if draft.city == nil, parts.count > 3 { draft.city = parts[3] }
        if draft.country == nil, parts.count > 6 { draft.country = parts[6].map(ImportedCountry.init) }
    }

    /// `20260304T093000Z` or `2026-03-04T09:30:00Z`; a time without zone counts as UTC ‡.
    private mutating func takeRevision(_ line: VCardLine) {
        guard let text = line.text else { return }
        if let time = WallTime(text) {
            draft.revisedAt = Timestamp(milliseconds: time.seconds * 1000)
        } else if let time = DateText(Array(text.utf8)[...])?.time(nil, zone: { _ in 0 }) {
            draft.revisedAt = time
        } else {
            report(line, "“\(RowText.shown(line.value[...]))” is no time.", "Nothing need be done; the card is taken without it.")
        }
    }
}
