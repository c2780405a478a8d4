import ArgumentParser
import CoreMetrics
import Covalence
import Foundation
import Logging
import Operations
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
            The first start prints a link that sets it up; where standard output is no terminal, it is in the file set-up-link of the data folder, and \
            covalence user set-up-link prints it. docs/sign-in.md shows how to reach it from other machines.

            EXAMPLES:
              covalence serve --data ./data
              covalence serve --port 9000 --demo
              covalence serve --listen 0.0.0.0 --port 443 --host covalence.example.org --tls-certificate chain.pem --tls-key key.pem
              covalence serve --host covalence.example.org --trusted-proxy 127.0.0.1

            SETTINGS can also be variables of the environment or stand in a file; covalence config shows all of them and what holds. \
            SIGTERM and Ctrl-C let requests that run end; a second one ends at once.
            """
    )

    @OptionGroup var store: StoreOptions
    @OptionGroup var reach: ReachOptions

    @Flag(help: "Write requests to standard error, without words or names.")
    var verbose = false

    func run() async throws {
        let terminal = Terminal()
        ServerLog.announce(reach.logFormat)
        let held = try store.held(reach.flags)
        let logger = ServerLog.start(held, isVerbose: verbose)
        for note in held.notes { logger.warning("\(note)") }
        OpenFiles.raiseLimit()
        let metrics = MetricRegistry()
        MetricsSystem.bootstrap(metrics)
        Meter(label: "covalence_build_info", dimensions: [("version", CovalenceCommand.version)]).set(1)
        let setup = try Failures.report { try ServerSetup(held) }
        var configuration = try Failures.report { try setup.configuration() }
        configuration.metrics = metrics
        try await store.withWorkbenches { benches, own in
            if held.isOn(.demo) {
                terminal.progress("Loading the demo meetings …")
                let bench = try await benches.demo()
                let count = try await bench.loadDemo(by: .owner)
                terminal.endProgress()
                if count > 0 { terminal.line("Loaded \(count) demo meetings. People, companies and words in them are fiction.") }
                configuration.demo = bench.workspace.id
            }
            let token = try await own.needsFirstSetUp() ? try await own.beginFirstSetUp(by: .owner) : nil
            let server = try CovalenceServer(configuration: configuration, benches: benches, logger: logger)
            let names = held.list(.hosts), link = SetUpLink(in: try store.folder(held, mustBeThere: false))
            if token == nil { link.remove() }
            let jobs = BackgroundService("jobs") { await JobRunner(benches, logger: logger).run() }
            let rounds = BackgroundService("webhooks") { await WebhookRounds(benches).run(logger: logger) }
            let linkUse = BackgroundService("set-up link") { if token != nil { await link.removeWhenUsed(in: own) } }
            try await server.run(beside: [jobs, rounds, linkUse, BackgroundService("rest") { await Self.rest() }]) { address in
                terminal.line("Covalence is at \(address)  (Ctrl-C stops it)")
                if let token {
                    let base = names.first.map { setup.address(of: $0) } ?? address
                    Self.show("\(base)/set-up?token=\(token.text)", link, terminal, logger)
                }
            }
            terminal.line("Stopped.")
        }
    }

    /// Says how the store is set up: to whoever sits at the terminal, else in a file.
    private static func show(_ address: String, _ link: SetUpLink, _ terminal: Terminal, _ logger: Logger) {
        link.remove()
        guard !terminal.isTerminal else {
            terminal.line("Nobody can sign in yet. Whoever opens this link first sets it up; it works once:")
            return terminal.line("  \(address)")
        }
        do {
            try link.write(address)
            logger.warning("nobody can sign in yet; the link that sets it up is in a file for its owner to read: covalence user set-up-link prints it", metadata: ["file": "\(link.file.path)"])
        } catch {
            logger.error("the link that sets it up could not be written: covalence user set-up-link prints one", metadata: ["file": "\(link.file.path)", "error": "\(type(of: error))"])
        }
    }

    /// Once the start is over, when a first reading is, and now and then, memory that is not in use is given back.
    private static func rest() async {
        var pauses: [Duration] = [.seconds(60), .seconds(180)]
        while (try? await Task.sleep(for: pauses.isEmpty ? .seconds(600) : pauses.removeFirst())) != nil { RestingMemory.giveBack() }
    }
}
