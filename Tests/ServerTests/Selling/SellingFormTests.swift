import Covalence
import Store
import StrategicSelling
import Testing
@testable import Server
@testable import Workbench

@Suite("Amounts in the forms of sales")
struct SellingFormTests {
    @Test("a decimal comma makes nothing a hundred times larger", arguments: [("84,50", 8_450), ("47232,00", 4_723_200), ("84.000,50", 8_400_050), ("12,500.50", 1_250_050)])
    func comma(text: String, units: Int64) throws {
        #expect(try ObjectiveForm.amount(text, "EUR")?.minorUnits == units)
        // An amount is told by its minor units, also where it is stated of a sale that is there.
        let stated = try StateForm.statement(FormFields([("kind", "amount"), ("amount", text), ("currency", "EUR")]))
        #expect(stated.payload["minor-units"] == String(units) && stated.payload["currency"] == "EUR")
    }

    @Test("what is no amount, or could be two, is refused", arguments: [("1,234", "1.234"), ("1,2,3,4", "no amount in EUR"), ("-5", "no amount in EUR"), ("0.505", "at most 2")])
    func refused(text: String, part: String) {
        let error = #expect(throws: StoreError.self) { _ = try ObjectiveForm.amount(text, "EUR") }
        #expect(error?.description.contains(part) == true)
    }

    @Test("nothing typed is no amount that is asked for again")
    func empty() throws {
        #expect(try ObjectiveForm.amount(" ", "EUR") == nil)
    }

    @Test("what is measured and what one says oneself is read as it is typed")
    func numbers() throws {
        let person = "0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b"
        func result(_ number: String) throws -> SellingStatement {
            try StateForm.statement(FormFields([("kind", "result"), ("person", person), ("words", "Fewer stops"), ("number", number), ("unit", "hours")]))
        }
        #expect(try result("1.234,5") == result("1234.5"))
        #expect(throws: StoreError.self) { try result("12,000") }
        let call = try StateForm.statement(FormFields([("kind", "call"), ("probability", "12,5")]))
        #expect(call == SellingStatement(SellingKinds.call, SalespersonCall(probability: 0.125)))
        // 0.9 per cent, or 90?
        let unclear = #expect(throws: StoreError.self) { try StateForm.statement(FormFields([("kind", "call"), ("probability", "0,9")])) }
        #expect(unclear?.description.contains("“0,9” can be read as 0,9 % or as 90 %") == true)
        #expect(try StateForm.statement(FormFields([("kind", "call"), ("probability", "0")])) == SellingStatement(SellingKinds.call, SalespersonCall(probability: 0)))
    }
}
