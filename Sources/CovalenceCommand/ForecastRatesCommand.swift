import ArgumentParser
import Covalence
import Foundation
import Server
import Store
import Workbench

/// `covalence forecast rates`: by which rates amounts are converted.
struct ForecastRatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rates",
        abstract: "Shows or sets the exchange rates of the forecast.",
        discussion: """
            Without options, shows them. The file has a line for each rate: the currency, the day from which it holds, and how much one of it is in the currency into which \
            amounts are converted. It takes the place of all rates that were there. The forecast is made anew by it.

            EXAMPLES:
              covalence forecast rates
              covalence forecast rates --into EUR --file rates.txt
              echo 'NOK 2026-01-01 0.085' | covalence forecast rates --into EUR --file -
              covalence forecast rates --apart
            """
    )

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("The currency into which amounts are converted: EUR.", valueName: "code"))
    var into: String?

    @Option(help: ArgumentHelp("A file with lines like USD 2026-01-01 0.92; - for standard input.", valueName: "file"))
    var file: String?

    @Flag(help: "Forget all rates: each currency is summed up by itself.")
    var apart = false

    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        guard (into == nil) == (file == nil) else { throw ValidationError("Give --into and --file together: into which currency, and by which rates.") }
        guard !apart || into == nil else { throw ValidationError("--apart forgets all rates; it does not go with --into.") }
    }

    func run() async throws {
        let terminal = Terminal()
        let lines = try file.map(Self.content)
        try await store.withWorkbench(create: false) { bench in
            if apart { try await bench.setExchangeRates(nil, by: .owner) }
            if let into, let lines { try await bench.setExchangeRates(try ExchangeRateText.read(target: into.uppercased(), lines), by: .owner) }
            let rates = try await bench.exchangeRates(by: .owner)
            let kept = ExchangeRatesJSON(rates)
            if json { return terminal.line(try jsonLine(kept)) }
            guard let rates, let target = kept.target else { return terminal.line("None: each currency is summed up by itself.") }
            terminal.line("Into \(target).")
            if !kept.rates.isEmpty { terminal.line(ExchangeRateText.lines(rates)) }
        }
    }

    /// Bytes: more rates than are kept.
    private static let most = 1 << 20

    /// The text of a file.
    private static func content(_ file: String) throws -> String {
        let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file)
        guard let handle, let bytes = try? handle.read(upToCount: most + 1) ?? Data() else {
            throw StoreError.refused("The file \(file) cannot be read. Check its name and that you may read it.")
        }
        guard bytes.count <= most else { throw StoreError.refused("\(file) is larger than a megabyte: so many rates are not kept. Leave out those of the past.") }
        guard let text = String(data: bytes, encoding: .utf8) else { throw StoreError.refused("\(file) is no text in UTF-8. Save it as UTF-8.") }
        return text
    }
}
