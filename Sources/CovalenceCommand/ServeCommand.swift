import ArgumentParser
import Covalence
import Foundation
import Logging
import Server
import SignIn
import Store
import Workbench

/// `covalence serve`: the pages.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the pages, until Ctrl-C.",
        discussion: """
            Unless told otherwise only programs on this machine can reach it: it listens on 127.0.0.1 and answers to no other name. \
            The first start prints a link that sets it up. docs/sign-in.md shows how to reach it from other machines.

            EXAMPLES:
              covalence serve --data ./data
              covalence serve --port 9000 --demo
              covalence serve --listen 0.0.0.0 --port 443 --host covalence.example.org --tls-certificate chain.pem --tls-key key.pem
              covalence serve --host covalence.example.org --trusted-proxy 127.0.0.1

            ENVIRONMENT: COVALENCE_OIDC_ISSUER, COVALENCE_OIDC_CLIENT_ID and COVALENCE_OIDC_CLIENT_SECRET (or …_SECRET_FILE) for a \
            provider of sign-ins; COVALENCE_SMTP_URL and COVALENCE_SMTP_FROM for mail.
            """
    )

    @OptionGroup var store: StoreOptions
    @OptionGroup var reach: ReachOptions

    @Option(help: ArgumentHelp("The folder with htmx and ECharts, as ./run unpacks them.", valueName: "folder"), completion: .directory)
    var assets: String?

    @Flag(help: "Open the demo: invented meetings in a workspace of its own, which lets in whoever sits at this machine.")
    var demo = false

    @Flag(help: "Write requests to standard error, without words or names.")
    var verbose = false

    func run() async throws {
        let terminal = Terminal()
        var logger = Logger(label: "covalence") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .info : .warning
        var configuration = try reach.configuration(assetsFolder: assets.map { URL(filePath: $0) })
        try configuration.readEnvironment(ProcessInfo.processInfo.environment)
        try await store.withWorkbenches { [logger] benches, own in
            if demo {
                terminal.progress("Loading the demo meetings …")
                let bench = try await benches.demo()
                let count = try await bench.loadDemo(by: .owner)
                terminal.endProgress()
                if count > 0 { terminal.line("Loaded \(count) demo meetings. People, companies and words in them are fiction.") }
                configuration.demo = bench.workspace.id
            }
            let token = try await own.needsFirstSetUp() ? try await own.beginFirstSetUp(by: .owner) : nil
            let server = try CovalenceServer(configuration: configuration, benches: benches, logger: logger)
            let names = reach.host
            let jobs = Task { await JobRunner(benches, logger: logger).run() }
            defer { jobs.cancel() }
            try await server.run { address in
                terminal.line("Covalence is at \(address)  (Ctrl-C stops it)")
                if let token {
                    let base = names.first.map { reach.address(of: $0) } ?? address
                    terminal.line("Nobody can sign in yet. Whoever opens this link first sets it up; it works once:")
                    terminal.line("  \(base)/set-up?token=\(token.text)")
                }
            }
            // What runs is given back before the store closes.
            jobs.cancel()
            await jobs.value
            terminal.line("Stopped.")
        }
    }
}
