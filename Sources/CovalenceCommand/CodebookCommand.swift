import ArgumentParser
import Covalence
import Foundation
import Language
import Workbench

/// `covalence codebook`: what is looked for in conversations, and how well it is found.
struct CodebookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codebook",
        abstract: "Shows, checks, compares and measures codebooks; keeps a workspace’s own, and what people decide with them.",
        discussion: """
            EXAMPLES:
              covalence codebook list
              covalence codebook show value-creation
              covalence codebook check ./own.yaml
              covalence codebook compare ./own-1.yaml ./own-2.yaml
              covalence codebook measure value-creation --on passages.jsonl
              covalence codebook add ./own.yaml --data ./data
              covalence codebook ask our-own --data ./data
              covalence codebook figures our-own --data ./data
            """,
        subcommands: [
            List.self, Show.self, Check.self, Compare.self, Measure.self, Add.self, Export.self, Ask.self, Decide.self, Decisions.self, Learn.self, Figures.self,
        ]
    )

    /// `covalence codebook list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the codebooks that come with the program, and with --data those of a workspace.")

        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines.") var json = false

        private struct Line: Encodable {
            var name, title, language, source: String
            var version, codes, examples: Int
        }

        func run() async throws {
            let terminal = Terminal()
            if store.isNamed {
                for line in try await store.withWorkbench(create: false, { try await $0.codebooks(by: .owner) }) { terminal.line(try CodebookText.line(line, json: json, terminal)) }
                return
            }
            try Failures.report {
                for name in BuiltInCodebooks.names {
                    guard let book = try BuiltInCodebooks.codebook(name) else { continue }
                    let line = Line(
                        name: book.name, title: book.title, language: book.language, source: book.source, version: book.version,
                        codes: book.leaves.count, examples: book.leaves.reduce(0) { $0 + $1.examples.count }
                    )
                    terminal.line(try json ? jsonLine(line) : "\(terminal.styled(line.name, .bold))  \(line.codes) codes, \(line.examples) examples, version \(line.version)\n    \(line.title). \(line.source)")
                }
            }
        }
    }

    /// `covalence codebook show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows the codes of a codebook with what they mean.")

        @Argument(help: "Its name, or a YAML file.") var codebook: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines, a code each.") var json = false

        private struct Line: Encodable {
            var code, title, definition: String
            var parent, whenToUse, whenNotToUse: String?
            var units, sides, examples, counterExamples: [String]
        }

        func run() async throws {
            let terminal = Terminal()
            let own = store.isNamed ? try await store.withWorkbench(create: false) { try await $0.codebook(codebook, by: .owner).codebook } : nil
            try Failures.report {
                let book = try own ?? CodebookFile.codebook(codebook)
                if !json { terminal.line("\(terminal.styled(book.title.printable, .bold)), version \(book.version)\n\(book.source.printable)\n") }
                for code in book.codes { try show(code, parent: nil, depth: 0, terminal) }
            }
        }

        private func show(_ code: Code, parent: String?, depth: Int, _ terminal: Terminal) throws {
            let line = Line(
                code: code.slug, title: code.title, definition: code.definition, parent: parent, whenToUse: code.whenToUse, whenNotToUse: code.whenNotToUse,
                units: code.units.map(\.rawValue).sorted(), sides: code.sides.map(\.rawValue).sorted(), examples: code.examples.map(\.text),
                counterExamples: code.counterExamples.map(\.text)
            )
            if json {
                terminal.line(try jsonLine(line))
            } else {
                let indent = String(repeating: "  ", count: depth)
                terminal.line("\(indent)\(terminal.styled(code.slug, .bold))  \(code.title.printable)")
                for text in [code.definition, code.whenToUse.map { "Use it: \($0)" }, code.whenNotToUse.map { "Not: \($0)" }].compactMap(\.self) {
                    terminal.line("\(indent)    \(text.printable)")
                }
                if code.codes.isEmpty { terminal.line("\(indent)    \(code.examples.count) examples, \(code.counterExamples.count) counter-examples") }
            }
            for below in code.codes { try show(below, parent: code.slug, depth: depth + 1, terminal) }
        }
    }

    /// `covalence codebook check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "check", abstract: "Reads a codebook and says what is wrong or thin in it.")

        @Argument(help: "A YAML file.") var codebook: String
        @Flag(help: "Write one JSON object.") var json = false

        private struct Found: Encodable {
            var name: String
            var version, codes, examples: Int
            /// Codes with fewer examples than make a difference.
            var few: [String]
        }

        /// ‡ Below this a code is hardly told from its neighbours.
        private static let enough = 10

        func run() async throws {
            let terminal = Terminal()
            try Failures.report {
                let book = try CodebookFile.codebook(codebook)
                let few = book.leaves.filter { $0.examples.count < Self.enough }.map(\.slug)
                let found = Found(name: book.name, version: book.version, codes: book.leaves.count, examples: book.leaves.reduce(0) { $0 + $1.examples.count }, few: few)
                if json { return terminal.line(try jsonLine(found)) }
                terminal.line("\(book.name), version \(book.version): \(found.codes) codes, \(found.examples) examples. It can be used.")
                if !few.isEmpty { terminal.line("Fewer than \(Self.enough) examples, so hardly told from others: \(few.joined(separator: ", ")).") }
            }
        }
    }

    /// `covalence codebook compare`.
    struct Compare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "compare", abstract: "Says what becomes different from one codebook to another.")

        @Argument(help: "The one in use: a name or a file.") var old: String
        @Argument(help: "The new one.") var new: String
        @Flag(help: "Write one JSON object.") var json = false

        private struct Change: Encodable {
            struct Changed: Encodable { var code: String; var what: [String] }
            var added, removed: [String]
            var changed: [Changed]
        }

        func run() async throws {
            let terminal = Terminal()
            try Failures.report {
                let change = CodebookChange(from: try CodebookFile.codebook(old), to: try CodebookFile.codebook(new))
                if json { return terminal.line(try jsonLine(Change(added: change.added, removed: change.removed, changed: change.changed.map { .init(code: $0.slug, what: $0.what) }))) }
                if change.isEmpty { return terminal.line("Nothing differs.") }
                for code in change.added { terminal.line("new      \(code)") }
                for code in change.removed { terminal.line("gone     \(code)") }
                for code in change.changed { terminal.line("changed  \(code.slug): \(code.what.joined(separator: "; "))") }
                if change.withoutCode { terminal.line("changed  texts without a code") }
            }
        }
    }

    /// `covalence codebook measure`.
    struct Measure: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "measure",
            abstract: "Measures how well the codes are found in texts that were not learnt from.",
            discussion: """
                Without --on: in the codebook's own examples, in five parts, each looked at by what was learnt from the other four. With --on: in the lines \
                of a file, {"text", "side"?, "codes": [names]}, by what was learnt from the codebook.

                Precision: of the texts a code was suggested for, the share that carries it. Recall: of the texts that carry it, the share it was suggested for. \
                Suggested is the best code, if it is likelier than none, and what comes close to it.
                """
        )

        @Argument(help: "Its name, or a YAML file.") var codebook: String
        @Option(help: ArgumentHelp("Texts with the codes that somebody gave them, in JSON lines.", valueName: "file")) var on: String?
        @OptionGroup var meaning: MeaningOptions
        @Flag(help: "Write one JSON object.") var json = false

        private struct Answer: Decodable { var codes: [String]? }

        func run() async throws {
            let terminal = Terminal()
            try await Failures.report {
                let book = try CodebookFile.codebook(codebook)
                let shelf = try meaning.shelf(terminal)
                let say = { @Sendable (share: Double) in terminal.progress("Measuring \(book.name) … \(Int(share * 100)) %") }
                let figures = if let on { try await measure(book, shelf, on: on, say) } else { try await shelf.crossValidate(book, progress: say) }
                terminal.endProgress()
                try show(figures, terminal)
            }
        }

        private func measure(_ book: Codebook, _ shelf: SuggesterShelf, on name: String, _ progress: @escaping @Sendable (Double) -> Void) async throws -> CodeFigures {
            guard let data = FileManager.default.contents(atPath: name) else {
                throw CodebookProblem(file: name, problem: "the file cannot be read", remedy: "Check its name and who may read it.")
            }
            let known = Set(book.leaves.map(\.slug))
            var texts: [(line: SuggestLine, codes: [String])] = []
            for (index, bytes) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
                guard let line = try SuggestLine(Data(bytes), number: index + 1) else { continue }
                guard let codes = try? JSONDecoder().decode(Answer.self, from: Data(bytes)).codes else {
                    throw SuggestLineProblem(line: index + 1, problem: "“codes” is missing or not a list of names", remedy: "Give the codes, or [] for none.")
                }
                if let other = codes.first(where: { !known.contains($0) }) {
                    throw SuggestLineProblem(line: index + 1, problem: "“\(other)” is no code of \(book.name)", remedy: "See covalence codebook show \(book.name).")
                }
                texts.append((line, codes))
            }
            let suggester = try await shelf.suggester(book) { progress($0 * 0.8) }
            var figures = CodeFigures(codes: suggester.codes)
            for (text, suggested) in zip(texts, try await shelf.suggest(texts.map(\.line.input), with: suggester)) { figures.count(suggested, right: text.codes) }
            return figures
        }

        private func show(_ figures: CodeFigures, _ terminal: Terminal) throws {
            if json { return terminal.line(try jsonLine(figures)) }
            let number = { (value: Double?) in value.map { String(format: "%.2f", $0) } ?? "not known" }
            let wide = figures.codes.map(\.code.count).max() ?? 0
            terminal.line("\("code".padding(toLength: wide, withPad: " ", startingAt: 0))  precision     recall         F1  texts")
            for code in figures.codes {
                terminal.line(code.code.padding(toLength: wide, withPad: " ", startingAt: 0) + "  " + [number(code.precision), number(code.recall), number(code.f1)].map { $0.leftPadded(to: 9) }.joined(separator: "  ") + "  \(code.support)".leftPadded(to: 7))
            }
            let share = { (part: Int, whole: Int) in whole == 0 ? "not known" : "\(part) of \(whole) (\(Int((100 * Double(part) / Double(whole)).rounded())) %)" }
            terminal.line("\nThe best code is right: \(share(figures.bestRight, figures.coded)); one of the best three: \(share(figures.bestThreeRight, figures.coded)).")
            terminal.line("Texts without a code for which none was suggested: \(share(figures.noneRight, figures.uncoded)). Mean F1: \(number(figures.meanF1)).")
        }
    }
}
