import Covalence
import Formats
import StrategicSelling
import Store
import Workbench

/// Things to state of a sale and of the people in it: one small form each.
struct StateForm: PageModel {
    static let template = "selling/state"

    var line: ObjectiveLine
    /// Whom it can be stated of, by name.
    var people: [Person]
    /// What holds of the sale: each form says what it was made beside.
    var held: [Claim] = []
    /// What was typed last, where it could not be kept: the form it belongs to.
    var form = FormFields("")
    var problem: String?
    /// Who took part and can be chosen once it is said who they are.
    var unnamed = UnnamedPeople(in: [])
    var waiting = 0

    var view: View {
        func choices(_ all: [(String, String)], _ name: String) -> View.Value {
            View.Value(all.map { Choice(value: $0.0, label: $0.1, isSelected: form[name] == $0.0) })
        }
        let home = SellingPlaces.objective(line.id)
        return PageFrame(title: "State something", place: .objectives, waiting: waiting).view.merging([
            "home": .text(home), "title": .text(line.what?.text ?? "A sale to \(line.record.accountName)"), "problem": View.Value(problem), "hasPeople": .flag(!people.isEmpty),
            "people": choices(people.map { ($0.id.description, [$0.name, $0.function].compactMap(\.self).joined(separator: ", ")) }, "person"),
            "roles": choices(BuyingRole.allCases.map { ($0.rawValue, "\(SellingWords.role($0)): \(SellingWords.meaning(of: $0))") }, "role"),
            "degrees": choices(InfluenceDegree.allCases.reversed().map { ($0.rawValue, SellingWords.degree($0)) }, "degree"),
            "modes": choices(ResponseMode.allCases.map { ($0.rawValue, $0.words) }, "mode"),
            "levels": choices(StrategicSelling.Readiness.Level.allCases.map { ($0.rawValue, SellingWords.readiness($0)) }, "level"),
            "verdicts": choices([("wins", "comes out well"), ("no-regrets", "has no regrets"), ("loses", "loses")], "verdict"),
            "standings": choices(Competitor.Standing.allCases.map { ($0.rawValue, SellingWords.competitor($0)) }, "standing"),
            "categories": choices([("commit", "commit"), ("best-case", "best case"), ("pipeline", "pipeline")], "category"),
            "endings": choices([("won", "won"), ("lost", "lost"), ("dropped", "dropped")], "result"),
            "currencies": View.Value(Currency.all.map { Choice(value: $0.code, label: $0.code, isSelected: $0.code == (form["currency"] ?? line.amount?.currency.code ?? "EUR")) }),
        ]).merging(unnamed.view).merging(["open\(Self.camel(form["kind"] ?? "None"))": .flag(problem != nil)]).merging(Self.texts.reduce(into: View()) { $0 = $0.merging(["\($1)Text": .text(form[$1] ?? "")]) })
            .merging(Self.replacing.reduce(into: View()) { $0 = $0.merging(["seen\(Self.camel($1.key))": .text(seen($1.value))]) })
    }

    /// The ids of what holds of some kinds, as a form hands them back.
    private func seen(_ kinds: [String]) -> String { held.filter { kinds.contains($0.kind) }.map(\.id.description).joined(separator: " ") }

    /// The kinds of each form of which what is stated takes the place of what was stated before.
    private static let replacing: [String: [String]] = [
        "role": [SellingKinds.role.name], "degree": [SellingKinds.degree.name], "response": [SellingKinds.response.name], "readiness": [SellingKinds.readiness.name],
        "outlook": [SellingKinds.outlook.name, SellingKinds.ownOutlook.name], "what": [SellingKinds.what.name], "amount": [SellingKinds.amount.name],
        "close-date": [SellingKinds.closeDate.name], "stage": [SellingKinds.stage.name], "proposal": [SellingKinds.proposal.name],
        "competitor": [SellingKinds.competitor.name], "call": [SellingKinds.call.name], "ending": [SellingKinds.ending.name],
    ]

    /// What is told to whoever was slower: who stated or confirmed what, and when.
    static func problem(_ error: StatedMeanwhile, _ people: [Identifier<Person>: Person] = [:]) -> String {
        let claim = error.claim
        let (who, did, at) = error.confirmation.map { ($0.author, "confirmed", $0.at) } ?? (claim.author, "stated", claim.recordedAt)
        return "\(who.isEngine ? "The engine" : who.name.isolated) \(did) “\(StatementPage.text(of: claim, people))” on \(LocalTime.text(at)), after you opened this page. Nothing of yours is saved yet: below is what you typed. State it again, and it takes the place of that."
    }

    /// `CloseDate` of `close-date`.
    private static func camel(_ kind: String) -> String { kind.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() }

    private static let texts = ["words", "actual", "desired", "number", "unit", "amount", "day", "name", "against", "probability", "reason", "what"]

    // MARK: Reading it back

    /// The statement that a form makes.
    ///
    /// - Throws: `StoreError.refused` with what is missing or cannot be read.
    static func statement(_ form: FormFields) throws(StoreError) -> SellingStatement {
        var statement = try content(form)
        statement.seen = form.raw("seen").map { Set($0.split(separator: " ").compactMap { Identifier<Claim>($0) }) }
        return statement
    }

    private static func content(_ form: FormFields) throws(StoreError) -> SellingStatement {
        func words(_ name: String = "words") throws(StoreError) -> String {
            guard let text = form[name], !text.isEmpty else { throw .refused("Nothing was written down. Say it in a few words.") }
            return text
        }
        func choice<Value: RawRepresentable<String>>(_ name: String, _: Value.Type) throws(StoreError) -> Value {
            guard let value = form[name].flatMap(Value.init(rawValue:)) else { throw .refused("Nothing was chosen. Choose one of the list.") }
            return value
        }
        func person() throws(StoreError) -> Identifier<Person> {
            guard let id = form["person"].flatMap({ Identifier<Person>($0) }) else { throw .refused("Choose of whom it is stated.") }
            return id
        }
        func someone() -> Identifier<Person>? { form["person"].flatMap { Identifier($0) } }
        func number(_ name: String, most: Double = .infinity) throws(StoreError) -> Double? {
            guard let text = form[name], !text.isEmpty else { return nil }
            do { return try TypedNumber.number(text, most: most) } catch { throw .refused("\(error)") }
        }
        let day = try ObjectiveForm.day(form["day"] ?? "")
        switch form["kind"] ?? "" {
        case "role": return try SellingStatement(SellingKinds.role, OfPerson(person(), choice("role", BuyingRole.self)))
        case "degree": return try SellingStatement(SellingKinds.degree, OfPerson(person(), choice("degree", InfluenceDegree.self)))
        case "aim": return try SellingStatement(SellingKinds.aim, OfPerson(person(), words()))
        case "response":
            return try SellingStatement(SellingKinds.response, OfPerson(person(), Response(choice("mode", ResponseMode.self), actual: form["actual"], desired: form["desired"])))
        case "readiness": return try SellingStatement(SellingKinds.readiness, StrategicSelling.Readiness(choice("level", StrategicSelling.Readiness.Level.self), person: someone(), words: form["words"]))
        case "result":
            let result = try MeasuredResult(words(), number: number("number"), unit: form["unit"])
            return try form["person"] == "us" ? SellingStatement(SellingKinds.ownResult, result) : SellingStatement(SellingKinds.result, OfPerson(person(), result))
        case "win":
            return try form["person"] == "us" ? SellingStatement(SellingKinds.ownWin, words()) : SellingStatement(SellingKinds.win, OfPerson(person(), words()))
        case "outlook":
            let outlook = try Outlook(choice("verdict", Outlook.Verdict.self), reason: form["reason"])
            return try form["person"] == "us" ? SellingStatement(SellingKinds.ownOutlook, outlook) : SellingStatement(SellingKinds.outlook, OfPerson(person(), outlook))
        case "contact":
            guard let day else { throw .refused("Say on which day.") }
            return try SellingStatement(SellingKinds.contact, OfPerson(person(), StatedContact(words(), on: day)))
        case "what": return try SellingStatement(SellingKinds.what, WhatIsSold(words("what")))
        case "amount":
            guard let amount = try ObjectiveForm.amount(form["amount"] ?? "", form["currency"] ?? "") else { throw .refused("Write an amount.") }
            return SellingStatement(SellingKinds.amount, amount)
        case "close-date":
            guard let day else { throw .refused("Say by which day.") }
            return SellingStatement(SellingKinds.closeDate, day)
        case "stage": return try SellingStatement(SellingKinds.stage, words())
        case "need": return try SellingStatement(SellingKinds.need, Need(words(), isImmediate: form["now"] == "yes"))
        case "proposal": return try SellingStatement(SellingKinds.proposal, Proposal(words(), madeOn: day))
        case "competitor": return try SellingStatement(SellingKinds.competitor, Competitor(words("name"), standing: choice("standing", Competitor.Standing.self)))
        case "strength": return try SellingStatement(SellingKinds.strength, StrengthStatement(words(), mattersTo: someone(), against: form["against"]))
        case "step": return try SellingStatement(SellingKinds.action, NextAction(words(), due: day))
        case "call":
            let percent = try number("probability", most: 100)
            if let percent, !(0...100).contains(percent) { throw .refused("A chance is from 0 to 100 %.") }
            if let percent, percent > 0, percent < 1 {
                let typed = String((form["probability"] ?? "").prefix(20))
                throw .refused("“\(typed)” can be read as \(typed) % or as \(NumberText.decimal(percent * 100, 0)) %. Write a chance in per cent, from 1 to 100, or 0.")
            }
            let category = form["category"].flatMap(SalespersonCall.Category.init(rawValue:))
            guard percent != nil || category != nil else { throw .refused("Give a chance, or choose commit, best case or pipeline.") }
            return SellingStatement(SellingKinds.call, SalespersonCall(probability: percent.map { $0 / 100 }, category: category))
        case "ending": return try SellingStatement(SellingKinds.ending, Ending(choice("result", Ending.Result.self), reason: form["reason"], closedOn: day))
        default: throw .refused("It is not said what is stated. Choose one of the forms.")
        }
    }
}
