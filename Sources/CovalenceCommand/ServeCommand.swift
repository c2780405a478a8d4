import ArgumentParser
import Covalence
import Foundation
import Logging
import Server
import Store
import Workbench

/// `covalence serve`: the pages, on this machine only.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the pages on this machine, until Ctrl-C.",
        discussion: """
            Only programs on this machine can reach it: it listens on 127.0.0.1 and answers to no other name.

            EXAMPLES:
              covalence serve --data ./data
              covalence serve --port 9000 --demo
            """
    )

    @OptionGroup var store: StoreOptions

    @Option(help: "The port to listen on; 0 for any free one.")
    var port = 8080

    @Option(help: ArgumentHelp("The folder with htmx and ECharts, as ./run unpacks them.", valueName: "folder"), completion: .directory)
    var assets: String?

    @Flag(help: "Load the demo meetings where there is no meeting yet. They are fiction.")
    var demo = false

    @Flag(help: "Write requests to standard error, without words or names.")
    var verbose = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535.") }
    }

    func run() async throws {
        let terminal = Terminal()
        var logger = Logger(label: "covalence") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .info : .warning
        try await store.withWorkbench(create: true) { [logger] bench in
            if demo {
                terminal.progress("Loading the demo meetings …")
                let count = try await bench.loadDemo(by: .owner)
                terminal.endProgress()
                if count > 0 { terminal.line("Loaded \(count) demo meetings. People, companies and words in them are fiction.") }
            }
            let resumed = try await bench.resumeImports(by: .owner) { item, error in
                terminal.note("Not imported: \(item.file.name.printable): \(String(describing: error).printable)")
            }
            for case .imported(let summary, _, _) in resumed {
                terminal.line("Finished an import that had been broken off: \(summary.meeting.title.printable)")
            }
            let server = try CovalenceServer(
                configuration: .init(port: port, assetsFolder: assets.map { URL(filePath: $0) }), bench: bench, logger: logger
            )
            try await server.run { address in
                terminal.line("Covalence is at \(address)  (Ctrl-C stops it)")
            }
            terminal.line("Stopped.")
        }
    }
}
