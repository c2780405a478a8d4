import ArgumentParser
import Covalence
import Formats
import Foundation
import Store
import Workbench

/// `covalence interaction bulk`: many interactions as lines of JSON.
extension InteractionCommand {
    struct Bulk: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes in interactions as lines of JSON (NDJSON), any number of them.",
            discussion: """
                docs/intake.md lists what a line may say. A line that is wrong is refused and said; all others are taken in. The same \
                lines again change nothing, so whatever was broken off is simply sent again.

                EXAMPLES:
                  covalence interaction bulk interactions.ndjson --data ./data
                  export-from-crm | covalence interaction bulk - --json > results.ndjson
                """
        )
        @Argument(help: "The file; - for standard input.", completion: .file()) var file: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write what became of each line as JSON lines.") var json = false

        func run() async throws {
            let report = try await store.withWorkbench(create: true) { try await BulkFile(path: file).take(into: $0, json: json) }
            if report.refused > 0 { throw ExitCode.badFile }
        }
    }
}

/// A file of lines of interactions.
struct BulkFile {
    var path: String

    /// Takes it in; says what became of each line, or of those that were refused.
    func take(into bench: Workbench, json: Bool) async throws -> BulkReport {
        let terminal = Terminal()
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
        guard descriptor >= 0 else { throw StoreError.refused("\(path.printable) cannot be read. Check its name and who may read it.") }
        defer { if path != "-" { close(descriptor) } }
        var lines = 0
        let report = try await bench.addInteractions(inBulk: Chunks(descriptor: descriptor), by: .owner) { results in
            lines += results.count
            if json {
                var bytes: [UInt8] = []
                for result in results { result.append(to: &bytes) }
                terminal.write(bytes)
                return
            }
            terminal.progress("\(lines) lines")
            for result in results where result.status == .refused {
                terminal.endProgress()
                terminal.note("\(path.printable):\(result.line): \(result.errors.map(\.detail).joined(separator: " ").printable)")
            }
        }
        terminal.endProgress()
        if !json {
            terminal.line("Read \(report.lines) lines: \(report.added) added, \(report.updated) updated, \(report.unchanged) unchanged, \(report.refused) refused.")
        }
        return report
    }

    /// The bytes of a file or a pipe, as they come.
    private struct Chunks: AsyncSequence, Sendable {
        let descriptor: Int32

        func makeAsyncIterator() -> Iterator { Iterator(descriptor: descriptor) }

        struct Iterator: AsyncIteratorProtocol {
            let descriptor: Int32

            mutating func next() async throws -> [UInt8]? {
                while true {
                    var count = 0
                    let chunk = [UInt8](unsafeUninitializedCapacity: 262_144) { buffer, filled in
                        count = read(descriptor, buffer.baseAddress, buffer.count)
                        filled = Swift.max(0, count)
                    }
                    if count > 0 { return chunk }
                    if count == 0 { return nil }
                    guard errno == EINTR else { throw StoreError.fileSystem("The lines could not be read to their end. Lines that were not answered may be sent again.") }
                }
            }
        }
    }
}
