import ArgumentParser
import Covalence
import Foundation
import Workbench

/// Who in the files agreed to what.
struct ConsentOptions: ParsableArguments {
    @Option(name: .customLong("consent"), help: ArgumentHelp(
        "What everybody in the files agreed to: \(Self.names), or all; several with commas between.", valueName: "purposes"
    ))
    var everybody: String?

    @Option(name: .customLong("consent-of"), help: ArgumentHelp("What one person agreed to; may be given several times.", valueName: "name=purposes"))
    var agreed: [String] = []

    @Option(name: .customLong("refused-by"), help: ArgumentHelp("What one person refused; may be given several times.", valueName: "name=purposes"))
    var refused: [String] = []

    @Option(name: .customLong("consent-on"), help: ArgumentHelp("The day they said so.", valueName: "date"))
    var day: String?

    @Option(name: .customLong("consent-words"), help: ArgumentHelp("What was asked and answered.", valueName: "words"))
    var words: String?

    @Flag(help: "Go on where consent is missing: what the policy does not allow is then not kept.")
    var withoutConsent = false

    private static let names = ConsentPurpose.allCases.map(\.rawValue).joined(separator: ", ")

    /// What was said; nil where nothing was.
    func answer() throws -> ConsentAnswer? {
        var said = ConsentSaid(wording: words)
        if let day {
            said.on = CalendarDay(day)
            guard said.on != nil else { throw ValidationError("--consent-on takes a date such as 2026-03-04, not “\(day.printable)”.") }
        }
        var answer = ConsentAnswer(everybody: Set(try everybody.map { try Self.purposes($0, "--consent") } ?? []), said: said)
        for (option, texts, state) in [("--consent-of", agreed, Consent.given), ("--refused-by", refused, .refused)] {
            for text in texts {
                guard let equals = text.lastIndex(of: "="), equals != text.startIndex else {
                    throw ValidationError("\(option) takes a name and purposes: \(option) \"Paula Keller=analysis\", not “\(text.printable)”.")
                }
                let purposes = try Self.purposes(String(text[text.index(after: equals)...]), option)
                answer.single.append(.init(String(text[..<equals]), Dictionary(uniqueKeysWithValues: Set(purposes).map { ($0, state) })))
            }
        }
        guard !answer.isEmpty else {
            guard day == nil, words == nil else {
                throw ValidationError("--consent-on and --consent-words go with --consent, --consent-of or --refused-by.")
            }
            return nil
        }
        return answer
    }

    private static func purposes(_ text: String, _ option: String) throws -> [ConsentPurpose] {
        if text == "all" { return ConsentPurpose.allCases }
        return try text.split(separator: ",").map { name in
            guard let purpose = ConsentPurpose(rawValue: String(name).trimmingCharacters(in: .whitespaces)) else {
                throw ValidationError("\(option): “\(String(name).printable)” is no purpose. There are: \(names).")
            }
            return purpose
        }
    }
}

/// Consent is missing, and something would be lost by it; nobody said to go on.
struct ConsentNeeded: Error, CustomStringConvertible {
    var file: String
    var question: ConsentQuestion

    var description: String {
        """
        \(file): \(question.sentence) Nothing was imported.
        Say who agreed: --consent analysis where everybody did, or --consent-of "NAME=analysis" for each. Or go on with --without-consent.
        """
    }
}
