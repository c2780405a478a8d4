import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// Bulk intake: how many lines a second are read, matched, written, indexed, noted as events and synced.
struct IntakeBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake",
        abstract: "Bulk intake of interactions, from bytes of NDJSON to committed and synced groups.",
        discussion: """
            Each line has two participants with addresses, one of them known, an account by its domain and a text of about 200 bytes. \
            Counted is from the first byte to the last answer; each answer follows the commit of its line's group. The lines are made before.
            """
    )

    @Option(help: "How many lines.") var lines = 200_000
    @Option(help: "How many accounts and, ten for each, people are in the directory.") var accounts = 500
    @Option(help: "Keep the store in this folder; a temporary one is removed.") var folder: String?
    @Option(help: "Address of a PostgreSQL database to take them into, in the schema `covalence_benchmark`: drop that between two runs.")
    var database: String?
    @Flag(help: "Take the same lines in once more: nothing changes.") var again = false

    func run() async throws {
        let place = folder.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "covalence-benchmark-\(UUID().uuidString)")
        defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
        let records: SQLRecordStore
        if let database {
            var options = PostgresStore.Options()
            options.schema = "covalence_benchmark"
            records = try await PostgresStore.open(database, folder: place, options: options)
        } else {
            records = try await SQLiteStore.open(place)
        }
        let bench = try await Workbench.opening(records, analyzer: try MeetingAnalyzer.bundled())
        try await fill(try await records.workspace(bench.workspace.id))
        let chunks = Chunks(lines: lines, accounts: accounts)
        try await take(chunks, bench, "taken in")
        if again { try await take(chunks, bench, "sent again") }
        try await records.close()
    }

    private func take(_ chunks: Chunks, _ bench: Workbench, _ what: String) async throws {
        let start = ContinuousClock.now
        var groups: [Int] = []
        var bytes: [UInt8] = []
        let report = try await bench.addInteractions(inBulk: chunks, by: .owner) { results in
            groups.append(results.count)
            bytes.removeAll(keepingCapacity: true)
            for result in results { result.append(to: &bytes) }
        }
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        let took = Double(seconds) + Double(attoseconds) / 1e18
        print(String(
            format: "%d lines %@ in %.2f s: %.0f a second, durable, in %d groups of %d lines on average (%d added, %d unchanged, %d refused)",
            report.lines, what, took, Double(report.lines) / took, groups.count, report.lines / max(1, groups.count), report.added, report.unchanged, report.refused
        ))
    }

    private func fill(_ store: any WorkspaceStore) async throws {
        let time = Workbench.clock()
        for number in 0..<accounts {
            let organization = Organization(id: .make(at: time), name: "Account \(number)", kind: .customer, domains: ["account\(number).example"])
            try await store.add(organization, holders: AccountHolders(), at: time)
            for person in 0..<10 {
                let known = Person(
                    id: .make(at: time), name: "Person \(person) of \(number)", organization: organization.id,
                    reach: [.init(.mail, "person\(person)@account\(number).example")]
                )
                try await store.add(known, by: nil, at: time)
            }
        }
    }

    /// Lines in chunks as a network gives them.
    struct Chunks: AsyncSequence, Sendable {
        let chunks: [[UInt8]]

        init(lines: Int, accounts: Int) { chunks = Array(Making(lines: lines, accounts: accounts)) }

        func makeAsyncIterator() -> Iterator { Iterator(chunks: chunks) }

        struct Iterator: AsyncIteratorProtocol {
            var chunks: [[UInt8]]
            var next = 0

            mutating func next() async throws -> [UInt8]? {
                guard next < chunks.count else { return nil }
                defer { next += 1 }
                return chunks[next]
            }
        }

        /// Makes them.
        struct Making: Sequence, IteratorProtocol {
            let lines: Int
            let accounts: Int
            var place = 0
            private static let words = ["offer", "line", "spare", "parts", "delivery", "contract", "question", "meeting", "machine", "price", "service", "week", "plan", "training", "order"]

            init(lines: Int, accounts: Int) {
                self.lines = lines
                self.accounts = accounts
            }

            mutating func next() -> [UInt8]? {
                guard place < lines else { return nil }
                var chunk: [UInt8] = []
                while chunk.count < 65_536, place < lines {
                    var text = "Note \(place):"
                    for word in 0..<28 { text += " " + Self.words[(place &* 31 &+ word &* word &* 7 &+ place / 13) % Self.words.count] }
                    let account = place % accounts
                    chunk += """
                        {"source":"crm","id":"activity-\(place)","kind":"call","title":"Call \(place) about the line","started":"2026-03-0\(place % 9 + 1)T09:30:00Z","text":"\(text)","participants":[{"part":"from","name":"Person \(place % 10) of \(account)","address":"person\(place % 10)@account\(account).example"},{"part":"to","name":"Ines Holm","address":"ines@norrvik.example"}],"accounts":["account\(account).example"]}

                        """.utf8
                    place += 1
                }
                return chunk
            }
        }
    }
}
