import ArgumentParser
import Covalence
import Server
import Store
import Workbench

/// What the record suggests, and what stands around meetings, on the terminal.
extension ObjectiveCommand {
    struct Suggest: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads what belongs to an objective now, and lists what it suggests.",
            discussion: """
                Suggestions come by themselves where a server runs; this is for a machine without one, and for those who do not want to wait. Nothing of it decides: answer with \
                covalence objective decide.

                EXAMPLES:
                  covalence objective suggest 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b
                  covalence objective suggest 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --json
                """
        )
        @Argument(help: "The objective’s id, as covalence objective list prints it.") var objective: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func validate() throws { _ = try ObjectiveCommand.id(objective) }

        func run() async throws {
            let id = try ObjectiveCommand.id(objective), terminal = Terminal()
            if terminal.showsProgress { terminal.note("Reading what belongs to it …") }
            let open = SuggestionsJSON(try await store.withWorkbench(create: false) { try await $0.readForSuggestions(id, by: .owner) })
            if json { return terminal.line(try jsonLine(open)) }
            for claim in open.waiting { terminal.line(claim.text) }
            for newcomer in open.newcomers {
                terminal.line("\(terminal.styled(newcomer.name.printable, .bold)) turned up and is not on the sheet\(newcomer.roles.isEmpty ? "" : ": \(newcomer.roles.joined(separator: ", "))?")  \(newcomer.person)")
                for words in newcomer.words { terminal.line("  \(words.isReported ? "said of them: " : "")“\(words.text.printable)”") }
            }
            if open.waiting.isEmpty, open.newcomers.isEmpty, terminal.showsProgress { terminal.note("Nothing waits, and nobody new turned up.") }
        }
    }

    struct Prepare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells what to know and to want before the next meeting of an objective.",
            discussion: """
                EXAMPLES:
                  covalence objective prepare 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b
                  covalence objective prepare 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --interaction 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5c --json
                """
        )
        @Argument(help: "The objective’s id, as covalence objective list prints it.") var objective: String
        @OptionGroup var store: StoreOptions
        @Option(help: ArgumentHelp("Which meeting to come; the next one where not given.", valueName: "id")) var interaction: String?
        @Flag(help: "Write JSON.") var json = false

        private func meeting() throws -> Identifier<Interaction>? {
            try interaction.map { try Identifier<Interaction>.read($0, of: "an interaction", list: "covalence interaction list") }
        }

        func validate() throws { _ = (try ObjectiveCommand.id(objective), try meeting()) }

        func run() async throws {
            let id = try ObjectiveCommand.id(objective), meeting = try meeting(), terminal = Terminal()
            let plan = PreparationJSON(try await store.withWorkbench(create: false) { try await $0.prepareMeeting(of: id, for: meeting, by: .owner) })
            if json { return terminal.line(try jsonLine(plan)) }
            let names = Dictionary(plan.people.map { ($0.person, $0.name.printable) }) { first, _ in first }
            terminal.line("\(terminal.styled(plan.title.printable, .bold))  \(plan.at.map { String($0.description.prefix(16)).replacing("T", with: " ") } ?? "no meeting to come is in the record: for those who weigh most")")
            terminal.line("Have agreed when it ends: \(plan.commitment.printable) (\(plan.commitmentWhy.printable))")
            for person in plan.people {
                terminal.line("\(person.name.printable)\(person.roles.isEmpty ? "" : ", \(person.roles.joined(separator: ", "))")")
                for want in person.wants { terminal.line("  wants: \(want.printable)") }
                if !person.unknown.isEmpty { terminal.line("  not known: \(person.unknown.joined(separator: ", "))") }
            }
            for question in plan.questions { terminal.line("Ask \(question.person.flatMap { names[$0] } ?? "anybody"): \(question.text.printable)") }
            for exhibit in plan.toShow { terminal.line("Show \(names[exhibit.person] ?? "them"): \(exhibit.text.printable)") }
            for flag in plan.flags { terminal.line("Flag: \(flag.what.printable)") }
        }
    }

    struct Debrief: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells what a meeting brought: what it suggests, what changed on the sheet, what to do next.",
            discussion: """
                EXAMPLES:
                  covalence objective debrief 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b
                  covalence objective debrief 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --meeting 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5d
                """
        )
        @Argument(help: "The objective’s id, as covalence objective list prints it.") var objective: String
        @OptionGroup var store: StoreOptions
        @Option(help: ArgumentHelp("A meeting with words.", valueName: "id")) var meeting: String?
        @Option(help: ArgumentHelp("An interaction; the last meeting or call where neither is given.", valueName: "id")) var interaction: String?
        @Flag(help: "Write JSON.") var json = false

        private func happening() throws -> HistoryLine.Subject? {
            guard meeting == nil || interaction == nil else { throw ValidationError("Give --meeting or --interaction, not both.") }
            if let meeting { return .meeting(try Identifier<Meeting>.read(meeting, of: "a meeting", list: "covalence list")) }
            return try interaction.map { .interaction(try Identifier<Interaction>.read($0, of: "an interaction", list: "covalence interaction list")) }
        }

        func validate() throws { _ = (try ObjectiveCommand.id(objective), try happening()) }

        func run() async throws {
            let id = try ObjectiveCommand.id(objective), happening = try happening(), terminal = Terminal()
            let brought = DebriefJSON(try await store.withWorkbench(create: false) { try await $0.debrief(id, after: happening, by: .owner) })
            if json { return terminal.line(try jsonLine(brought)) }
            terminal.line("\(terminal.styled(brought.title.printable, .bold))  \(String(brought.at.description.prefix(16)).replacing("T", with: " "))")
            for claim in brought.toConfirm { terminal.line("Is it right?  \(claim.text)") }
            for line in brought.learnt { terminal.line("Learnt: \(line.title.printable): \(line.text.printable)") }
            for change in brought.changes { terminal.line("Changed: \(change.title.printable): \(change.before?.printable ?? "nothing") → \(change.after?.printable ?? "nothing")") }
            for step in brought.followUps { terminal.line("To do: \(step.text.printable)") }
        }
    }
}
