import ArgumentParser
import Covalence
import Foundation
import Language
import Store
import Workbench

/// A workspace’s own codebooks.
extension CodebookCommand {
    /// `covalence codebook add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Adds a codebook to a workspace, or the next version of one.",
            discussion: """
                Says what becomes different; with --dry-run saves nothing. The version is raised to the next one. With the name of a codebook that comes with the \
                program it is that one's next version in this workspace.

                EXAMPLES:
                  covalence codebook add ./own.yaml --data ./data --dry-run
                  covalence codebook add ./own.yaml --data ./data --note "Late answers told apart from late deliveries"
                """
        )
        @Argument(help: "A YAML file.") var file: String
        @Option(help: "What was changed and why.") var note: String?
        @Option(help: ArgumentHelp("The version it was made from; where another is the newest by now, nothing is saved.", valueName: "version")) var madeFrom: Int?
        @Flag(help: "Say what would change, and save nothing.") var dryRun = false
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write one JSON object.") var json = false

        private struct Done: Encodable {
            var name: String
            var version, madeFrom: Int
            var added, removed, changed: [String]
            var touchedDecisions: Int
            var isSaved: Bool
        }

        func run() async throws {
            let text = try Failures.report { try CodebookFile.text(of: file) }
            let proposed = try await store.withWorkbench(create: true) { bench in
                let proposed = try await bench.proposeCodebook(text, by: .owner)
                if !dryRun { try await bench.saveCodebook(text, madeFrom: madeFrom ?? proposed.madeFrom, note: note, by: .owner) }
                return proposed
            }
            let change = proposed.change
            let done = Done(
                name: proposed.codebook.name, version: proposed.codebook.version, madeFrom: proposed.madeFrom, added: change?.added ?? [], removed: change?.removed ?? [],
                changed: change?.changed.map(\.slug) ?? [], touchedDecisions: proposed.touched.reduce(0) { $0 + $1.decisions }, isSaved: !dryRun
            )
            let terminal = Terminal()
            if json { return terminal.line(try jsonLine(done)) }
            for code in done.added { terminal.line("new      \(code)") }
            for code in done.removed { terminal.line("gone     \(code)") }
            for code in change?.changed ?? [] { terminal.line("changed  \(code.slug): \(code.what.joined(separator: "; "))") }
            if done.touchedDecisions > 0 { terminal.line("\(done.touchedDecisions) decisions were made on these; they stay as they are.") }
            terminal.line(dryRun ? "Nothing was saved. It would be version \(done.version) of \(done.name)." : "Version \(done.version) of \(done.name) is saved.")
        }
    }

    /// `covalence codebook export`.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Writes a workspace’s codebook as the YAML it was written in.",
            discussion: "EXAMPLES:\n  covalence codebook export our-own --data ./data > our-own.yaml\n  covalence codebook export our-own --version 2 --data ./data"
        )
        @Argument(help: "Its name.") var codebook: String
        @Option(name: .customLong("version"), help: "This version; the newest where missing.") var number: Int?
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write one JSON object.") var json = false

        func run() async throws {
            let text = try await store.withWorkbench(create: false) { try await $0.codebookText(codebook, version: number, by: .owner) }
            Terminal().write(Array((json ? try jsonLine(["name": codebook, "yaml": text]) + "\n" : text).utf8))
        }
    }

    /// `covalence codebook learn`.
    struct Learn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "learn", abstract: "Learns a workspace’s codebook anew with what people decided, and measures it.",
            discussion: "A server does it by itself after each answer.\n\nEXAMPLES:\n  covalence codebook learn our-own --data ./data"
        )
        @Argument(help: "Its name.") var codebook: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines, a code each.") var json = false

        func run() async throws {
            let report = try await store.withWorkbench(create: false) { bench in
                try await bench.learnCodebookNow(codebook, by: .owner)
                return try await bench.codeFigures(codebook, by: .owner)
            }
            try Figures.show(report, json: json)
        }
    }

    /// `covalence codebook figures`.
    struct Figures: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "figures", abstract: "Says how well the codes of a workspace’s codebook are found: when learnt, and on what people decided.",
            discussion: "EXAMPLES:\n  covalence codebook figures our-own --data ./data\n  covalence codebook figures our-own --data ./data --json"
        )
        @Argument(help: "Its name.") var codebook: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines, a code each.") var json = false

        func run() async throws {
            try Figures.show(try await store.withWorkbench(create: false) { try await $0.codeFigures(codebook, by: .owner) }, json: json)
        }

        static func show(_ report: CodebookReport, json: Bool) throws {
            let terminal = Terminal()
            let lines = CodebookText.figures(report)
            if json { return try lines.forEach { terminal.line(try jsonLine($0)) } }
            let number = { (value: Double?) in (value.map { String(format: "%.2f", $0) } ?? "not known").leftPadded(to: 9) }
            let wide = max(4, lines.map(\.code.count).max() ?? 0)
            terminal.line("\("code".padded(to: wide))  precision     recall         F1     n   on decisions: precision  recall  n (random)")
            for line in lines {
                let found = [number(line.precision), number(line.recall), number(line.f1)].joined(separator: "  ")
                terminal.line("\(line.code.padded(to: wide))  \(found)  \("\(line.count)".leftPadded(to: 4))   \(number(line.decidedPrecision))  \(number(line.decidedRecall))  \(line.decided) (\(line.random))")
            }
            if report.learnt?.crossValidation == nil { terminal.line("It was not measured yet: covalence codebook learn \(report.codebook.name)") }
            terminal.line(CodebookText.sentence(report.calibration))
        }
    }
}
