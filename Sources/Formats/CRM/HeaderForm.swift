import Foundation

/// The name of a column in the form in which names are compared: letters and digits only, small, without accents.
struct HeaderForm: Hashable {
    /// `closedate` for “Close Date”, “CloseDate”, “CLOSE_DATE”.
    var key: String
    /// The same of what follows the first “ - ”; nil where there is none.
    var rest: String?
    /// What stands before “ - ” at the beginning, in the same form: `deal` for Pipedrive's “Deal - Title”; nil where nothing does.
    var prefix: String?

    init(_ header: String) {
        // Pipedrive writes “Deal - Title” in every language; templates of it mark needed columns with a star.
        key = Self.key(header)
        for dash in [" - ", " – "] {
            guard let found = header.range(of: dash), found.lowerBound > header.startIndex else { continue }
            prefix = Self.key(String(header[..<found.lowerBound]))
            rest = Self.key(String(header[found.upperBound...]))
            return
        }
    }

    /// Custom fields of Salesforce end in `__c`, which is no part of their name.
    static func key(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        let text = text.hasSuffix("__c") || text.hasSuffix("__C") ? String(text.dropLast(3)) : text
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "ß": result.append(contentsOf: "ss".unicodeScalars)
            case "ø": result.append("o")
            case "æ": result.append(contentsOf: "ae".unicodeScalars)
            case "œ": result.append(contentsOf: "oe".unicodeScalars)
            case _ where scalar.properties.isAlphabetic || scalar.properties.numericType != nil: result.append(scalar)
            default: break
            }
        }
        return String(result)
    }
}
