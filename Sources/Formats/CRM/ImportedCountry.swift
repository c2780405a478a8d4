import Foundation

/// A country as a file names it.
public struct ImportedCountry: Hashable, Sendable, Codable {
    /// As given.
    public var name: String
    /// ISO 3166-1 alpha-2, upper case; nil where the name is not known.
    public var code: String?

    /// Knows codes of two letters, and names in English, German, French, Spanish, Swedish and Finnish (Unicode CLDR).
    init(_ name: String) {
        self.name = name
        code = name.utf8.count == 2 && Self.codes.contains(name.uppercased()) ? name.uppercased() : Self.names[HeaderForm.key(name)]
    }

    private static let codes: Set<String> = Set(Locale.Region.isoRegions.map(\.identifier).filter { $0.utf8.count == 2 && $0.utf8.allSatisfy(\.isLetter) })

    private static let names: [String: String] = {
        var result = ["usa": "US", "unitedstatesofamerica": "US", "uk": "GB", "greatbritain": "GB", "england": "GB", "holland": "NL", "czechrepublic": "CZ"]
        for language in ["en", "de", "fr", "es", "sv", "fi"] {
            let locale = Locale(identifier: language)
            for code in codes.sorted() {
                if let name = locale.localizedString(forRegionCode: code) { result[HeaderForm.key(name)] = result[HeaderForm.key(name)] ?? code }
            }
        }
        return result
    }()
}
