import ArgumentParser
import Covalence
import Foundation
import Language
import Store
import Workbench

/// Teaching a workspace’s codebook from the terminal.
extension CodebookCommand {
    /// `covalence codebook ask`.
    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ask", abstract: "Shows turns of meetings to decide on: does this carry the code?",
            discussion: """
                Most are likely, some near a score of 0.5, about a fifth a random sample. Answer with covalence codebook decide.

                EXAMPLES:
                  covalence codebook ask our-own --code late-answer --count 10 --data ./data
                """
        )
        @Argument(help: "The codebook’s name.") var codebook: String
        @Option(help: "A code; the one with the fewest decisions where missing.") var code: String?
        @Option(help: "How many, 1 to 10.") var count = 1
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            guard (1...10).contains(count) else { throw ValidationError("--count takes 1 to 10.") }
        }

        func run() async throws {
            let asked = try await store.withWorkbench(create: false) { try await $0.nextQuestions(codebook, code: code, count: count, by: .owner) }
            let terminal = Terminal()
            if !json { terminal.line("\(terminal.styled(asked.code.slug, .bold))  \(asked.code.definition.printable)") }
            for question in asked.questions.map(CodebookText.QuestionLine.init) {
                if json { terminal.line(try jsonLine(question)) } else {
                    terminal.line("\n\(question.speaker?.printable ?? "Somebody")\(question.side.map { ", \($0)" } ?? ""): \(question.words.printable)")
                    terminal.line("  --meeting \(question.meeting) --version \(question.version) --first \(question.first) --count \(question.count) --asked \(question.asked)")
                }
            }
            if asked.questions.isEmpty { terminal.note("There is nothing to ask about.") }
        }
    }

    /// `covalence codebook decide`.
    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decide", abstract: "Says whether some words of a meeting carry a code.",
            discussion: """
                A later answer on the same place and code takes the place of an earlier one.

                EXAMPLES:
                  covalence codebook decide our-own late-answer carries --meeting 0195a3c2-7d10-7000-8000-000000000001 --first 12 --data ./data
                """
        )
        @Argument(help: "The codebook’s name.") var codebook: String
        @Argument(help: "The code.") var code: String
        @Argument(help: "carries or does-not-carry.") var verdict: String
        @Option(help: ArgumentHelp("The meeting’s id.", valueName: "id")) var meeting: String
        @Option(name: .customLong("version"), help: "The version of its words.") var words = 1
        @Option(help: "The first utterance, from 0.") var first: Int
        @Option(help: "How many utterances.") var count = 1
        @Option(help: ArgumentHelp("Why it was asked, as covalence codebook ask says it.", valueName: "reason")) var asked: String?
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write one JSON object.") var json = false

        func validate() throws {
            guard CodeDecision.Verdict(rawValue: verdict) != nil else { throw ValidationError("“\(verdict.printable)” is no answer. Write carries or does-not-carry.") }
            if let asked, CodeDecision.Asked(rawValue: asked) == nil { throw ValidationError("“\(asked.printable)” is no reason: \(CodeDecision.Asked.allCases.map(\.rawValue).joined(separator: ", ")).") }
            _ = try Identifier<Meeting>.argument(meeting)
        }

        func run() async throws {
            let place = CodeDecision.Place.turn(try Identifier<Meeting>.argument(meeting), version: words, first: first, count: count)
            guard let verdict = CodeDecision.Verdict(rawValue: verdict) else { return }
            let reason = asked.flatMap(CodeDecision.Asked.init(rawValue:))
            let decision = try await store.withWorkbench(create: false) { try await $0.decide(code, of: codebook, verdict, at: place, asked: reason, by: .owner) }
            let line = CodebookText.DecisionLine(decision)
            Terminal().line(json ? try jsonLine(line) : line.text)
        }
    }

    /// `covalence codebook decisions`.
    struct Decisions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decisions", abstract: "Lists what people decided with a workspace’s codebook, newest first.",
            discussion: "It names places, not words.\n\nEXAMPLES:\n  covalence codebook decisions our-own --data ./data\n  covalence codebook decisions our-own --history --data ./data --json"
        )
        @Argument(help: "The codebook’s name.") var codebook: String
        @Option(help: "Only of this code.") var code: String?
        @Flag(help: "Also those that hold no longer.") var history = false
        @Option(help: "At most so many, 1 to 500.") var limit = 50
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
        }

        func run() async throws {
            let query = CodeDecisionQuery(codebook: codebook, code: code, withHistory: history, limit: limit)
            let decisions = try await store.withWorkbench(create: false) { try await $0.codeDecisions(query, by: .owner) }.items.map(CodebookText.DecisionLine.init)
            let terminal = Terminal()
            for decision in decisions { terminal.line(json ? try jsonLine(decision) : decision.text) }
            if decisions.isEmpty { terminal.note("Nobody decided on anything yet.") }
        }
    }
}
