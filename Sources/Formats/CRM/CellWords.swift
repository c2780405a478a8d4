import Foundation

/// Yes and no as the programs write them, in English, German, French, Spanish, Swedish and Finnish.
enum YesNo {
    static func read(_ word: String) -> Bool? { words[HeaderForm.key(word)] ?? (word == "✓" || word == "✔" ? true : nil) }

    private static let words: [String: Bool] = {
        var result: [String: Bool] = [:]
        let yes = "true yes y 1 x t wahr ja vrai oui verdadero si sant tosi kylla done completed closed checked on erledigt termine hecho klar valmis"
        let no = "false no n 0 f falsch nein faux non falso falskt nej epatosi ei undone todo open unchecked off notdone"
        for word in yes.split(separator: " ") { result[String(word)] = true }
        for word in no.split(separator: " ") { result[String(word)] = false }
        return result
    }()
}

/// How an opportunity stands, as Pipedrive's status says it.
enum OutcomeWord {
    static func read(_ word: String) -> OpportunityRow.Outcome? { words[HeaderForm.key(word)] }

    private static let words: [String: OpportunityRow.Outcome] = {
        var result: [String: OpportunityRow.Outcome] = [:]
        for word in "open offen ouvert ouverte encours abierto abierta oppen avoin".split(separator: " ") { result[String(word)] = .open }
        for word in "won closedwon gewonnen gagne gagnee ganado ganada vunnen voitettu".split(separator: " ") { result[String(word)] = .won }
        for word in "lost closedlost verloren perdu perdue perdido perdida forlorad havitty menetetty".split(separator: " ") { result[String(word)] = .lost }
        return result
    }()
}

/// Ids of Salesforce.
enum SalesforceID {
    /// An id of 15 letters as the one of 18 that means the same record whatever becomes of capitals († Salesforce: each of the three letters
    /// added is a number of five bits, one for each letter of five, least first, set where it is a capital). Anything else stays as it is.
    static func long(_ id: String) -> String {
        let bytes = Array(id.utf8)
        guard bytes.count == 15, bytes.allSatisfy({ $0.isDigit || $0.isLetter }), bytes.contains(where: \.isDigit) else { return id }
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345")
        var result = id
        for part in 0..<3 {
            var bits = 0
            for place in 0..<5 where (0x41...0x5A).contains(bytes[part * 5 + place]) { bits |= 1 << place }
            result.append(letters[bits])
        }
        return result
    }
}

/// Addresses of websites.
enum WebAddress {
    /// The domain in lower case, without scheme, path and `www.`; nil where it is none.
    static func domain(_ address: String) -> String? {
        var text = address.lowercased()
        if let scheme = text.range(of: "://") { text = String(text[scheme.upperBound...]) }
        text = String(text.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" && $0 != "," && $0 != " " })
        if text.hasPrefix("www.") { text = String(text.dropFirst(4)) }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, text.utf8.count <= 253,
              labels.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 63 && $0.first != "-" && $0.last != "-" })
        else { return nil }
        guard text.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "." || $0 == "-" }) else { return nil }
        return text
    }
}

/// Languages as files name them.
enum ImportedLanguage {
    /// BCP 47 with the usual capitals (`en-GB`) for a code or a name in English, German, French, Spanish, Swedish or Finnish; nil for anything else.
    static func code(_ name: String) -> String? {
        let parts = name.split(whereSeparator: { $0 == "-" || $0 == "_" })
        let hasTags = parts.dropFirst().allSatisfy { (2...4).contains($0.utf8.count) && $0.utf8.allSatisfy { $0.isLetter || $0.isDigit } }
        if let first = parts.first, parts.count <= 3, codes.contains(first.lowercased()), hasTags {
            return ([first.lowercased()] + parts.dropFirst().map { $0.utf8.count == 4 ? $0.capitalized : $0.uppercased() }).joined(separator: "-")
        }
        return names[HeaderForm.key(name)]
    }

    private static let codes: Set<String> = Set(Locale.LanguageCode.isoLanguageCodes.map(\.identifier).filter { $0.utf8.count == 2 })

    private static let names: [String: String] = {
        var result: [String: String] = [:]
        for language in ["en", "de", "fr", "es", "sv", "fi"] {
            let locale = Locale(identifier: language)
            for code in codes.sorted() {
                if let name = locale.localizedString(forLanguageCode: code) { result[HeaderForm.key(name)] = result[HeaderForm.key(name)] ?? code }
            }
        }
        return result
    }()
}
