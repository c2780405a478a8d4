import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence privacy`: what is held on people, and how long.
struct PrivacyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy",
        abstract: "What is held on people: shows, exports and erases it; policy and retention.",
        discussion: """
            EXAMPLES:
              covalence privacy held 0195a3c2-7d10-7000-8000-000000000001
              covalence privacy export 0195a3c2-7d10-7000-8000-000000000001 --output paula
              covalence privacy erase 0195a3c2-7d10-7000-8000-000000000001 --yes
              covalence privacy policy leave-out-words-of-those-who-refused
              covalence privacy retention --keep recordings=90 --keep mails=730 --run
              covalence privacy erasures > erasures.jsonl
              covalence privacy replay erasures.jsonl
              covalence privacy confidential 0195a3c2-7d10-7000-8000-000000000002 --to anna.lind@brunavik.example
            """,
        subcommands: [Held.self, Export.self, Erase.self, Policy.self, Retention.self, Erasures.self, Replay.self, Confidential.self]
    )

    private static func person(_ text: String) throws -> Identifier<Person> {
        guard let id = Identifier<Person>(text) else {
            throw ValidationError("“\(text.printable)” is not the id of a person: 36 characters with hyphens, as covalence person list prints it.")
        }
        return id
    }

    /// Numbers of what is held, or of what erasing did.
    private struct Counts: Encodable {
        var meetings, utterances, mentions, recordingsCut, recordingsDropped, originals, interactions, claims, remembered, uploads: Int
        var isMember: Bool
        var notReached: [String]
        var isStillInFiles: Bool
        private var stillInFiles: String?

        private enum CodingKeys: CodingKey {
            case meetings, utterances, mentions, recordingsCut, recordingsDropped, originals, interactions, claims, remembered, uploads, isMember, notReached, isStillInFiles
        }

        init(_ report: PersonErasure) {
            (meetings, utterances, mentions) = (report.meetings, report.utterances, report.mentions)
            (recordingsCut, recordingsDropped, originals) = (report.recordingsCut, report.recordingsDropped, report.originals)
            (interactions, claims, remembered, uploads) = (report.interactions, report.claims, report.remembered, report.uploads)
            isMember = report.isMember
            notReached = report.notReached
            (isStillInFiles, stillInFiles) = (report.isStillInFiles, report.stillInFiles)
        }

        var lines: [String] {
            ["meetings: \(meetings)", "utterances: \(utterances)", "names in what others said: \(mentions)", "recordings cut: \(recordingsCut)",
             "recordings dropped: \(recordingsDropped)", "original files: \(originals)", "interactions: \(interactions)", "statements: \(claims)",
             "labels and addresses remembered: \(remembered)", "uploads: \(uploads)", "may sign in: \(isMember ? "yes" : "no")"] + notReached + [stillInFiles].compactMap(\.self)
        }
    }

    struct Held: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Counts everything held on a person, which is what erasing would remove.")
        @Argument(help: "The person's id.") var person: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let id = try PrivacyCommand.person(person)
            let counts = Counts(try await store.withWorkbench(create: false) { try await $0.previewErasure(id, by: .owner) })
            if json { Terminal().line(try JSONText.line(counts)) } else { counts.lines.forEach { Terminal().line($0.printable) } }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Writes everything held on a person into a new folder, as JSON.")
        @Argument(help: "The person's id.") var person: String
        @Option(name: .shortAndLong, help: ArgumentHelp("The folder to make.", valueName: "folder"), completion: .directory) var output: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the names of the files as JSON lines.") var json = false

        func run() async throws {
            let id = try PrivacyCommand.person(person)
            let folder = URL(filePath: output)
            guard !FileManager.default.fileExists(atPath: folder.path) else {
                throw ValidationError("\(output.printable) is there already. Name a folder that is not there yet.")
            }
            let files = try await store.withWorkbench(create: false) { try await $0.exportPerson(id, by: .owner) }
            for file in files {
                let url = folder.appendingPathComponent(file.name)
                do {
                    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try file.content.write(to: url)
                } catch {
                    throw Failures.exit(for: UnwritableFile(url.path, error, option: "--output"))
                }
                Terminal().line(try json ? JSONText.line(["file": file.name]) : file.name)
            }
        }
    }

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Erases a person: words, name, statements, recordings. There is no undo.")
        @Argument(help: "The person's id.") var person: String
        @Flag(help: "Do it; without this, only what would go is shown.") var yes = false
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the report as JSON.") var json = false

        func run() async throws {
            let id = try PrivacyCommand.person(person)
            let report = try await store.withWorkbench(create: false) { bench in
                yes ? try await bench.erasePerson(id, by: .owner) : try await bench.previewErasure(id, by: .owner)
            }
            let counts = Counts(report), terminal = Terminal()
            if json { terminal.line(try JSONText.line(counts)) } else { counts.lines.forEach { terminal.line($0.printable) } }
            if !yes { terminal.note("Nothing was erased. Add --yes to do it.") }
        }
    }

    struct Policy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows or sets what happens with meetings in which not everybody agreed to analysis.",
            discussion: "There are: " + PrivacyPolicy.WithoutEverybodysConsent.allCases.map(\.rawValue).joined(separator: ", ") + ".\n\n"
                + "EXAMPLES:\n  covalence privacy policy\n  covalence privacy policy refuse --dry-run"
        )
        @Argument(help: "The policy; nothing shows the one that holds.") var policy: String?
        @Flag(help: "Only show what would happen to which meetings.") var dryRun = false
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func validate() throws {
            if let policy, PrivacyPolicy.WithoutEverybodysConsent(rawValue: policy) == nil {
                throw ValidationError("“\(policy.printable)” is no policy. covalence privacy policy --help lists them.")
            }
        }

        func run() async throws {
            let terminal = Terminal()
            guard let chosen = policy.flatMap(PrivacyPolicy.WithoutEverybodysConsent.init(rawValue:)) else {
                let holds = try await store.withWorkbench(create: false) { bench in
                    _ = try await bench.listSettings(by: .owner)
                    return bench.settings.privacy.withoutEverybodysConsent
                }
                return terminal.line(try json ? JSONText.line(["policy": holds.rawValue]) : "\(holds.rawValue): \(holds.meaning)")
            }
            let preview = try await store.withWorkbench(create: false) { bench in
                dryRun ? try await bench.previewPolicy(PrivacyPolicy(chosen), by: .owner) : try await bench.changePrivacy(PrivacyPolicy(chosen), by: .owner)
            }
            let counts = ["losingAllWords": preview.losingAllWords, "losingSomeWords": preview.losingSomeWords, "erased": preview.erased, "meetings": preview.meetingCount]
            if json { return terminal.line(try JSONText.line(counts)) }
            terminal.line("\(dryRun ? "Would change" : "Changed"): \(preview.losingAllWords) meetings without words, \(preview.losingSomeWords) without some words, \(preview.erased) erased, of \(preview.meetingCount).")
        }
    }

    struct Retention: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows or sets how many days kinds of data are kept, and removes what is older.")
        @Option(help: ArgumentHelp("A kind and its days, recordings=90; recordings= keeps them. May be given several times.", valueName: "kind=days")) var keep: [String] = []
        @Flag(help: "Remove what is past its time now. covalence serve does so once a day.") var run = false
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        private func changes() throws -> [(RetainedKind, Int?)] {
            try keep.map { text in
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2, let kind = RetainedKind(rawValue: parts[0]) else {
                    throw ValidationError("“\(text.printable)” is not kind=days. Kinds: \(RetainedKind.allCases.map(\.rawValue).joined(separator: ", ")).")
                }
                if parts[1].isEmpty { return (kind, nil) }
                guard let days = Int(parts[1]), (1...36_500).contains(days) else { throw ValidationError("Days are a number from 1 to 36500, not “\(parts[1].printable)”.") }
                return (kind, days)
            }
        }

        func validate() throws { _ = try changes() }

        func run() async throws {
            let changes = try changes(), runsNow = run
            let (policy, found) = try await store.withWorkbench(create: false) { bench in
                _ = try await bench.listSettings(by: .owner)
                var policy = bench.settings.retention
                for (kind, days) in changes { policy.days[kind] = days }
                if !changes.isEmpty { try await bench.changeRetention(policy, by: .owner) }
                let found = runsNow ? try await bench.runRetention(by: .owner)
                    : Dictionary(uniqueKeysWithValues: try await bench.previewRetention(by: .owner).map { ($0.kind, $0.count) })
                return (policy, found)
            }
            let terminal = Terminal()
            if json { return terminal.line(try JSONText.line(Report(days: policy, counts: found, removed: runsNow))) }
            for kind in RetainedKind.allCases {
                let days = policy.days[kind].map { "\($0) days" } ?? "kept"
                terminal.line("\(kind.rawValue): \(days)" + (found[kind].map { ", \($0) \(runsNow ? "removed" : "past their time")" } ?? ""))
            }
        }

        private struct Report: Encodable {
            var days: RetentionPolicy
            var counts: [String: Int]
            var removed: Bool

            init(days: RetentionPolicy, counts: [RetainedKind: Int], removed: Bool) {
                self.days = days
                self.counts = Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
                self.removed = removed
            }
        }
    }

    struct Erasures: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints what was erased, by ids only, to be replayed after a backup is restored.")
        @OptionGroup var store: StoreOptions
        @Flag(help: "Accepted for sameness: the list is JSON lines in any case.") var json = false

        func run() async throws {
            let list = try await store.withWorkbench(create: false) { try await $0.erasureList(by: .owner) }
            FileHandle.standardOutput.write(list)
        }
    }

    struct Confidential: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keeps a statement to some members and whoever stated or confirmed it; for all others it is nowhere.")
        @Argument(help: "The statement's id.") var claim: String
        @Option(help: ArgumentHelp("A member by mail address or id; may be given several times.", valueName: "who")) var to: [String] = []
        @Flag(help: "Let everybody know again who sees what it is about.") var everybody = false
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func validate() throws {
            guard Identifier<Claim>(claim) != nil else { throw ValidationError("“\(claim.printable)” is not the id of a statement: 36 characters with hyphens.") }
            guard everybody != !to.isEmpty else { throw ValidationError("Say either --to WHO or --everybody.") }
        }

        func run() async throws {
            guard let id = Identifier<Claim>(claim) else { return }
            let count = try await store.withWorkbench(create: false) { bench in
                var members: Swift.Set<Identifier<Member>>?
                if !everybody {
                    members = []
                    for who in to { members?.insert(try await bench.member(named: who)) }
                }
                return try await bench.makeConfidential(id, to: members, by: .owner)?.count
            }
            Terminal().line(try json ? JSONText.line(["claim": claim, "members": count.map(String.init) ?? "everybody"])
                : count.map { "Kept to \($0)." } ?? "Everybody who sees what it is about may know.")
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Erases again what a list says was erased after a backup was made.")
        @Argument(help: ArgumentHelp("The list, as covalence privacy erasures printed it.", valueName: "file"), completion: .file()) var file: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let wanted = UnreadableFile(file: file, wanted: "a list, as covalence privacy erasures prints it")
            guard let list = try? Data(contentsOf: URL(filePath: file)) else { throw ValidationError("\(wanted)") }
            let count = try await store.withWorkbench(create: false) { try await $0.replayErasures(from: list, by: .owner) }
            Terminal().line(try json ? JSONText.line(["erased": count]) : "\(count) erased again.")
        }
    }
}
