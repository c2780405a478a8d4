import ArgumentParser
import Covalence
import Server
import Store
import Workbench

/// `covalence forecast`: what comes in, when and how surely.
struct ForecastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Shows what comes in, when and how surely; exchange rates.",
        discussion: """
            EXAMPLES:
              covalence forecast
              covalence forecast --json | jq '.income[].periods[0].median'
              covalence forecast --back-test
              covalence forecast rates --into EUR --file rates.txt

            covalence forecast show --help lists all options.
            """,
        subcommands: [ForecastShowCommand.self, ForecastRatesCommand.self],
        defaultSubcommand: ForecastShowCommand.self
    )
}

/// `covalence forecast show`: the newest forecast, or past ones held against what came.
struct ForecastShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows what comes in, when and how surely.",
        discussion: """
            Shows the newest forecast; where sales changed since, or with --anew, makes one first. With --back-test, past forecasts are made again from what was known \
            then and held against what came.

            EXAMPLES:
              covalence forecast
              covalence forecast --json | jq '.income[].periods[0].median'
              covalence forecast --back-test
              covalence forecast --anew
            """
    )

    @OptionGroup var store: StoreOptions

    @Flag(help: "Hold past forecasts against what came.")
    var backTest = false

    @Flag(help: "Make it anew, also where nothing changed.")
    var anew = false

    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let terminal = Terminal()
        try await store.withWorkbench(create: false) { bench in
            if backTest {
                let kept = try await bench.forecastBackTest(by: .owner)
                if anew || kept.backTest == nil {
                    terminal.progress("Making past forecasts …")
                    try await bench.makeForecastNow(lookingBack: true, by: .owner)
                    terminal.endProgress()
                }
                let (test, madeAt, _, isWaiting) = try await bench.forecastBackTest(by: .owner)
                terminal.line(json ? try jsonLine(BackTestJSON(test, madeAt: madeAt, isBeingMade: isWaiting)) : ForecastReport.text(test))
                return
            }
            let kept = try await bench.forecast(by: .owner)
            if anew || kept.isOutdated || kept.summary == nil && kept.hasObjectives {
                terminal.progress("Making the forecast …")
                try await bench.makeForecastNow(by: .owner)
                terminal.endProgress()
            }
            let seen = try await bench.forecast(by: .owner)
            terminal.line(json ? try jsonLine(ForecastJSON(seen)) : ForecastReport.text(seen))
        }
    }
}
