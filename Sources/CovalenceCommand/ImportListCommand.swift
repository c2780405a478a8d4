import ArgumentParser
import Covalence
import Server
import Store
import Workbench

/// `covalence import list`: what was imported.
struct ImportListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists imports of CRM exports and address cards, the newest first.",
        discussion: """
            EXAMPLES:
              covalence import list
              covalence import list --json
            """
    )
    @OptionGroup var store: StoreOptions
    @Flag(help: "Write JSON lines.") var json = false

    func run() async throws {
        let terminal = Terminal()
        let found = try await store.withWorkbench(create: false) { bench in
            var page = try await bench.recordImports(limit: 500, by: .owner), found = page.items
            while let next = page.next {
                page = try await bench.recordImports(after: next, limit: 500, by: .owner)
                found += page.items
            }
            return found
        }
        for open in found {
            let made = open.made
            terminal.line(json ? try jsonLine(ImportJSON(open)) : [
                terminal.styled(made.name.printable, .bold), made.kind.isEmpty ? "kind not known" : made.kind, made.state.rawValue,
                "\(made.counts.added) added, \(made.counts.updated) updated, \(made.counts.unchanged) unchanged, \(made.counts.refused) left out", String(made.madeAt.description.prefix(10)), made.id.description,
            ].joined(separator: "  "))
        }
        if found.isEmpty, terminal.showsProgress { terminal.note("Nothing was imported yet. Try covalence import deals.csv --dry-run.") }
    }
}

/// `covalence import undo`: takes an import back.
struct ImportUndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Takes back what an import of records did.",
        discussion: """
            What it made goes unless somebody used it since; what it changed is as before; what it stated is withdrawn. What stays is said, with the reason.

            EXAMPLE:
              covalence import undo 0197a3c4-1c2b-7d3e-8f40-5a6b7c8d9e0f
            """
    )
    @Argument(help: "Its id, as covalence import list prints it.") var id: String
    @OptionGroup var store: StoreOptions
    @Flag(help: "Write JSON.") var json = false

    func run() async throws {
        guard let id = Identifier<IntakeItem>(id) else { throw ValidationError("“\(id.printable)” is no id. Look for it with covalence import list.") }
        let undone = try await store.withWorkbench(create: false) { try await $0.takeBack(id, by: .owner) }
        Terminal().line(json ? try jsonLine(ImportJSON(undone)) : undone.text)
    }
}
