import ArgumentParser
import Covalence
import Server
import Store
import Workbench

/// `covalence offering`: what we sell.
struct OfferingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "offering",
        abstract: "What we sell: products, services, bundles of both.",
        discussion: """
            EXAMPLES:
              covalence offering list
              covalence offering add "Condition monitoring" --note "Sensors and a yearly report"
              covalence offering rename "Condition monitoring" "Monitoring"
              covalence offering retire Monitoring
            """,
        subcommands: [List.self, Add.self, Rename.self, Retire.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what we sell, by name.",
            discussion: """
                EXAMPLES:
                  covalence offering list
                  covalence offering list --all --json
                """
        )
        @OptionGroup var store: StoreOptions
        @Flag(help: "Also those that are not offered any more.") var all = false
        @Flag(help: "Write JSON lines.") var json = false

        func run() async throws {
            let terminal = Terminal()
            let found = try await store.withWorkbench(create: false) { try await $0.offerings(by: .owner) }.filter { all || !$0.isRetired }.map(OfferingJSON.init)
            for offering in found { terminal.line(json ? try jsonLine(offering) : offering.text(terminal)) }
            if found.isEmpty, terminal.showsProgress { terminal.note("There are no offerings. Add one with covalence offering add.") }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds something that we sell.",
            discussion: """
                EXAMPLE:
                  covalence offering add "Condition monitoring" --note "Sensors and a yearly report"
                """
        )
        @Argument(help: "Its name.") var name: String
        @OptionGroup var store: StoreOptions
        @Option(help: "A line on it.") var note: String?
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let added = OfferingJSON(try await store.withWorkbench(create: true) { try await $0.addOffering(named: name, note: note, by: .owner) })
            Terminal().line(json ? try jsonLine(added) : "Added “\(added.name.printable)”.  \(added.id)")
        }
    }

    struct Rename: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives an offering another name.",
            discussion: """
                EXAMPLE:
                  covalence offering rename "Condition monitoring" Monitoring
                """
        )
        @Argument(help: "Its name or id, as covalence offering list prints them.") var offering: String
        @Argument(help: "The new name.") var name: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let changed = OfferingJSON(try await store.withWorkbench(create: false) { bench in
                let former = try await bench.offering(named: offering)
                return try await bench.changeOffering(
                    former.id, name: name, note: former.offering.note, isRetired: former.isRetired, expecting: former.version, by: .owner
                )
            })
            Terminal().line(json ? try jsonLine(changed) : "It is “\(changed.name.printable)” now.  \(changed.id)")
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that something is not offered any more, or is offered again.",
            discussion: """
                Sales objectives that name it keep it.

                EXAMPLES:
                  covalence offering retire Monitoring
                  covalence offering retire Monitoring --back
                """
        )
        @Argument(help: "Its name or id, as covalence offering list prints them.") var offering: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Offer it again.") var back = false
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let changed = OfferingJSON(try await store.withWorkbench(create: false) { bench in
                let former = try await bench.offering(named: offering)
                return try await bench.changeOffering(
                    former.id, name: former.offering.name, note: former.offering.note, isRetired: !back, expecting: former.version, by: .owner
                )
            })
            Terminal().line(json ? try jsonLine(changed) : "“\(changed.name.printable)” is \(back ? "offered again" : "not offered any more").  \(changed.id)")
        }
    }
}

extension OfferingJSON {
    func text(_ terminal: Terminal) -> String {
        [terminal.styled(name.printable, .bold), note?.printable, isRetired ? "not offered any more" : nil, id].compactMap(\.self).joined(separator: "  ")
    }
}

extension Workbench {
    /// The offering with this id, or the only one with this name.
    func offering(named text: String) async throws -> OfferingRecord {
        if let id = Identifier<Offering>(text) { return try await offering(id, by: .owner) }
        let found = try await offerings(by: .owner).filter { $0.offering.name.lowercased() == text.lowercased() }
        // The name of one that is retired may have been given again.
        guard let only = found.first(where: { !$0.isRetired }) ?? found.first else {
            throw StoreError.refused("There is no offering “\(text.printable)”. Look for it with covalence offering list --all.")
        }
        return only
    }
}
