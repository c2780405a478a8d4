import ArgumentParser
import Covalence
import Server
import Store
import enum StrategicSelling.AboutWhat
import enum StrategicSelling.SellingKinds
import Workbench

/// Stating, deciding and linking from the terminal.
extension ObjectiveCommand {
    struct State: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "States something of an objective, of somebody in it, or of its account.",
            discussion: """
                What only one can be said of takes the place of what was said before. docs/strategic-selling.md lists the kinds and their fields.

                EXAMPLES:
                  covalence objective state 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b objective.close-date 2026-09-30
                  covalence objective state 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b objective.amount --field minor-units=8400000 --field currency=EUR
                  covalence objective state 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b influence.role economic --person "Paula Keller" --said-by "Jonas Roth"
                """
        )
        @Argument(help: "The objective’s id, as covalence objective list prints it.") var objective: String
        @Argument(help: "What sort of statement: objective.close-date.") var kind: String
        @Argument(help: "What is stated.") var value: String?
        @OptionGroup var store: StoreOptions
        @Option(help: ArgumentHelp("The person it speaks of.", valueName: "name")) var person: String?
        @Option(name: .customLong("to"), help: ArgumentHelp("The other person, of person.reports-to and person.advises.", valueName: "name")) var other: String?
        @Option(help: ArgumentHelp("The rest of what is stated, as name=text; may be given several times.", valueName: "field")) var field: [String] = []
        @Option(name: .customLong("said-by"), help: ArgumentHelp("The person who told us.", valueName: "name")) var saidBy: String?
        @Option(help: ArgumentHelp("When it held, with a time zone.", valueName: "time")) var observed: String?
        @Flag(help: "Write JSON.") var json = false

        private func fields() throws -> [String: String] {
            var fields: [String: String] = [:]
            for text in field {
                guard let split = text.firstIndex(of: "="), split > text.startIndex else { throw ValidationError("“\(text.printable)” is no field. Write name=text.") }
                fields[String(text[..<split])] = String(text[text.index(after: split)...])
            }
            return fields
        }

        func validate() throws {
            _ = try (ObjectiveCommand.id(objective), fields())
            guard SellingKinds.title(of: kind) != nil else {
                throw ValidationError("“\(kind.printable)” is no kind of statement. There are: \(SellingKinds.names.joined(separator: ", ")).")
            }
            guard SellingKinds.about(kind) != .person || person != nil else { throw ValidationError("\(kind) is about a person. Name them with --person.") }
            guard SellingKinds.about(kind) == .person || other == nil else { throw ValidationError("--to is for statements about a person: person.reports-to, person.advises.") }
            if let observed { _ = try ObjectiveCommand.time(observed) }
        }

        func run() async throws {
            let id = try ObjectiveCommand.id(objective)
            let given = SellingStatement(kind: kind, value: value, payload: try fields(), observedAt: try observed.map(ObjectiveCommand.time))
            let (claim, former) = try await store.withWorkbench(create: false) { bench in
                let claim = try await state(given, of: id, in: bench)
                // What held until now, which this takes the place of.
                guard let former = claim.supersedes else { return (claim, Claim?.none) }
                return (claim, try? await bench.openStatement(former, of: id, by: .owner).statement.claim)
            }
            let stated = SellingClaimJSON(claim)
            guard !json else { return Terminal().line(try jsonLine(stated)) }
            Terminal().line("Stated: \(stated.title), \((stated.value ?? "").printable)  \(stated.id)")
            if let former = former.map({ SellingClaimJSON($0) }) {
                Terminal().line("In the place of: \((former.value ?? former.title).printable), by \(former.author.printable)  \(former.id)")
            }
        }

        private func state(_ given: SellingStatement, of id: Identifier<SalesObjective>, in bench: Workbench) async throws -> Claim {
            var statement = given
            if let saidBy { statement.saidBy = try await bench.person(named: saidBy).id }
            var named: Identifier<Person>?
            if let person { named = try await bench.person(named: person).id }
            switch SellingKinds.about(kind) {
            case .person:
                guard let named else { throw ValidationError("\(kind) is about a person. Name them with --person.") }
                if let other { statement.object = try await bench.person(named: other).id.description }
                return try await bench.state(statement, of: named, by: .owner)
            case .organization:
                let account = try await bench.openObjective(id, by: .owner).line.record.objective.account
                return try await bench.state(statement, of: account, by: .owner)
            case .objective, nil:
                statement.object = named?.description
                return try await bench.state(statement, of: id, by: .owner)
            }
        }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decides on a statement: a suggestion that waits, or one that was stated.",
            discussion: """
                What is taken back gives what it took the place of its place again.

                EXAMPLES:
                  covalence objective decide 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5c confirm
                  covalence objective decide 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5c withdraw --reason "Typed into the wrong objective"
                """
        )
        @Argument(help: "The statement’s id, as covalence objective show prints it.") var claim: String
        @Argument(help: "confirm, reject or withdraw.") var verdict: String
        @OptionGroup var store: StoreOptions
        @Option(help: "Why.") var reason: String?
        @Flag(help: "Write JSON.") var json = false

        func validate() throws {
            _ = try Identifier<Claim>.read(claim, of: "a statement", list: "covalence objective show")
            guard ["confirm", "reject", "withdraw"].contains(verdict) else { throw ValidationError("“\(verdict.printable)” is no answer. Write confirm, reject or withdraw.") }
        }

        func run() async throws {
            let id = try Identifier<Claim>.read(claim, of: "a statement", list: "covalence objective show")
            let verdict: StatementVerdict = switch verdict {
            case "confirm": .confirm
            case "reject": .reject(reason: reason)
            default: .withdraw(reason: reason)
            }
            let decided = SellingClaimJSON(try await store.withWorkbench(create: false) { bench in
                let seen = try await bench.claim(id, by: .owner).standing
                return try await bench.decideStatement(id, verdict, expecting: seen, by: .owner)
            })
            Terminal().line(json ? try jsonLine(decided) : "It is \(decided.standing) now: \(decided.title), \((decided.value ?? "").printable)  \(decided.id)")
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that meetings or interactions belong to an objective, or do not.",
            discussion: """
                After that they are neither linked by themselves nor asked about. With --series the same is said of the other calendar events of their series
                that wait for an answer.

                EXAMPLES:
                  covalence objective link 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --meeting 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5d
                  covalence objective link 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --interaction 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5c --not
                  covalence objective link 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --interaction 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5c --series
                """
        )
        @Argument(help: "The objective’s id, as covalence objective list prints it.") var objective: String
        @OptionGroup var store: StoreOptions
        @Option(help: ArgumentHelp("A meeting with words; may be given several times.", valueName: "id")) var meeting: [String] = []
        @Option(help: ArgumentHelp("An interaction; may be given several times.", valueName: "id")) var interaction: [String] = []
        @Flag(name: .customLong("not"), help: "They do not belong to it.") var isNot = false
        @Flag(help: "Say it of the other calendar events of their series that wait, too.") var series = false
        @Flag(help: "Write what belongs to which objectives now as JSON lines.") var json = false

        private func happenings() throws -> [HistoryLine.Subject] {
            try meeting.map { .meeting(try Identifier<Meeting>.read($0, of: "a meeting", list: "covalence list")) }
                + interaction.map { .interaction(try Identifier<Interaction>.read($0, of: "an interaction", list: "covalence interaction list")) }
        }

        func validate() throws {
            _ = try ObjectiveCommand.id(objective)
            guard try !happenings().isEmpty else { throw ValidationError("Name what belongs to it with --meeting or --interaction.") }
        }

        func run() async throws {
            let id = try ObjectiveCommand.id(objective), happenings = try happenings(), terminal = Terminal()
            try await store.withWorkbench(create: false) { bench in
                for happening in happenings {
                    var objectives = Set(try await bench.objectives(of: happening, by: .owner).map(\.id))
                    if isNot { objectives.remove(id) } else { objectives.insert(id) }
                    let others = try await bench.setObjectives(of: happening, to: objectives, forSeries: series, by: .owner)
                    let line = Linked(happening, objectives, others: series ? others : nil)
                    terminal.line(json ? try jsonLine(line) : "\(line.id) belongs to \(objectives.isEmpty ? "no objective" : line.objectives.joined(separator: ", ")) now\(others == 0 ? "" : others == 1 ? ", and so does 1 other of its series" : ", and so do \(others) others of its series").")
                }
            }
        }

        struct Linked: Encodable {
            var id: String
            var objectives: [String]
            /// How many others of its series were answered with it; nil where that was not asked for.
            var others: Int?

            init(_ happening: HistoryLine.Subject, _ objectives: Set<Identifier<SalesObjective>>, others: Int?) {
                self.others = others
                id = switch happening {
                case .meeting(let id): id.description
                case .interaction(let id): id.description
                }
                self.objectives = objectives.sorted().map(\.description)
            }
        }
    }

    struct Questions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists meetings and interactions of which it is to be said to which objective they belong.",
            discussion: """
                What comes in for an account with one open objective is linked to it by itself; where there are several, it waits here. Answer with \
                covalence objective link. The latest come first; what lies more than two weeks ahead is asked about when it comes near.
                A series of calendar events is one question; --series answers for all of it.

                EXAMPLES:
                  covalence objective questions
                  covalence objective questions --json
                """
        )
        @OptionGroup var store: StoreOptions
        @Option(help: "At most so many, those nearest to now, 1 to 500.") var limit = 50
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
        }

        func run() async throws {
            let terminal = Terminal()
            let questions = try await store.withWorkbench(create: false) { try await $0.linkQuestions(limit: limit, by: .owner) }
            for question in questions.map(Question.init) {
                if json {
                    terminal.line(try jsonLine(question))
                    continue
                }
                terminal.line(question.happening.text(terminal))
                if question.waiting > 1 { terminal.line("  one of \(question.waiting) of a series that wait: covalence objective link --series") }
                for candidate in question.candidates { terminal.line("  \(candidate.text(terminal))") }
            }
            if questions.isEmpty, terminal.showsProgress { terminal.note("Nothing waits.") }
        }

        struct Question: Encodable {
            var happening: HistoryJSON
            var candidates: [ObjectiveJSON]
            var waiting: Int

            init(_ question: LinkQuestion) {
                waiting = question.waiting
                happening = HistoryJSON(question.line)
                candidates = question.candidates.map(ObjectiveJSON.init)
            }
        }
    }
}
