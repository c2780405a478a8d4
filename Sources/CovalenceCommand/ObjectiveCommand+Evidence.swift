import ArgumentParser
import Covalence
import Server
import Store
import Workbench

extension ObjectiveCommand {
    /// `covalence objective evidence`.
    struct Evidence: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what a statement rests on: the words, who said them, and where.",
            discussion: """
                EXAMPLES:
                  covalence objective evidence 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5c
                """
        )
        @Argument(help: "The objective’s id.") var objective: String
        @Argument(help: "The statement’s id, as covalence objective show --history prints it.") var claim: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func validate() throws {
            _ = try ObjectiveCommand.id(objective)
            _ = try Identifier<Claim>.read(claim, of: "a statement", list: "covalence objective show")
        }

        func run() async throws {
            let (id, claim) = (try ObjectiveCommand.id(objective), try Identifier<Claim>.read(claim, of: "a statement", list: "covalence objective show"))
            let open = OpenStatementJSON(try await store.withWorkbench(create: false) { try await $0.openStatement(claim, of: id, by: .owner) })
            let terminal = Terminal()
            guard !json else { return terminal.line(try jsonLine(open)) }
            let statement = open.statement
            terminal.line([statement.title, statement.objectName, statement.value].compactMap { $0?.printable }.joined(separator: ": ") + " (\(statement.standing), \(statement.author.printable))")
            for place in open.places {
                if let words = place.words {
                    let start = place.start.map { " at \($0 / 60_000):\($0 / 1000 % 60 < 10 ? "0" : "")\($0 / 1000 % 60)" } ?? ""
                    terminal.line("  \(place.speaker?.printable ?? "Somebody"): “\(words.printable)”")
                    terminal.line("    \(place.title?.printable ?? "")\(start)  \(place.meeting ?? "") utterance \(place.utterance ?? 0)")
                } else {
                    terminal.line("  \(place.title?.printable ?? "A place that was erased or is not in sight")  \(place.meeting ?? place.interaction ?? place.claim ?? "")")
                }
            }
            if open.places.isEmpty { terminal.line("  It rests on nothing in the record: said by \(statement.author.printable).") }
        }
    }
}
