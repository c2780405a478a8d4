import ArgumentParser
import Hummingbird

/// A server that answers one address with one word: what the library itself can do on this machine, for comparison.
struct HelloServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hello",
        abstract: "Serves a bare “hello” on 127.0.0.1 until it is stopped; Benchmarks/Load/pages compares with it."
    )

    @Option(help: "The port to listen on.") var port = 8099

    func run() async throws {
        let router = Router()
        router.get("/") { _, _ in "hello" }
        try await Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port))).runService()
    }
}
