import Covalence
import Formats
import StrategicSelling
import Store

/// A sale that is taken up.
struct ObjectiveForm: PageModel {
    static let template = "selling/form"

    /// What stands in the fields, as typed.
    struct Fields: Sendable, Hashable {
        var account = ""
        var what = ""
        var amount = ""
        var currency = ""
        var closeDate = ""
        var stage = ""

        init() {}

        init(_ form: FormFields) {
            account = form["account"] ?? ""
            what = form["what"] ?? ""
            amount = form["amount"] ?? ""
            currency = form["currency"] ?? ""
            closeDate = form["closeDate"] ?? ""
            stage = form["stage"] ?? ""
        }
    }

    var fields: Fields
    /// Names to choose the account from.
    var accounts: [String]
    var problem: String?
    var waiting = 0

    var view: View {
        PageFrame(title: "Take up a sale", place: .objectives, waiting: waiting).view.merging([
            "problem": View.Value(problem), "account": .text(fields.account), "what": .text(fields.what), "amount": .text(fields.amount), "closeDate": .text(fields.closeDate),
            "stage": .text(fields.stage), "accounts": View.Value(accounts.map { Choice(value: $0, label: $0) }),
            "currencies": View.Value(Currency.all.map { Choice(value: $0.code, label: $0.code, isSelected: $0.code == (fields.currency.isEmpty ? "EUR" : fields.currency)) }),
        ])
    }

    /// An amount as typed, with the marks its writer is used to.
    ///
    /// - Returns: nil where nothing was typed.
    /// - Throws: `StoreError.refused` where it is none, or could be two.
    static func amount(_ text: String, _ code: String) throws(StoreError) -> Money? {
        guard !text.allSatisfy(\.isWhitespace) else { return nil }
        guard let currency = Currency(code) else { throw .refused("“\(code.prefix(20))” is no currency. Choose one of the list.") }
        let amount: Money
        do { amount = try TypedNumber.amount(text, in: currency) } catch { throw .refused("\(error)") }
        guard amount.minorUnits >= 0 else { throw .refused("\(TypedNumber.Problem.noAmount(String(text.prefix(60)), currency))") }
        return amount
    }

    /// A day as typed.
    ///
    /// - Returns: nil where nothing was typed.
    static func day(_ text: String) throws(StoreError) -> CalendarDay? {
        guard !text.isEmpty else { return nil }
        guard let day = CalendarDay(text) else { throw .refused("“\(text.prefix(40))” is no day. Write it as 2026-03-31.") }
        return day
    }
}
