import Covalence
import Foundation
import Formats
import MeetingInteraction
import Testing
@testable import Workbench

@Suite("Files that are read without a store")
struct ReadFileTests {
    func withFile(_ content: Data, _ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-read-\(UUID().uuidString)")
        try content.write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }

    @Test("a file is read and analysed with the names that were given")
    func analyzes() throws {
        try withFile(vtt()) { path in
            let parsed = try TranscriptReader().read(contentsOf: path)
            let analysis = try MeetingAnalyzer.forTests().analyze(parsed, details: .bothSides)
            #expect(analysis.conversation.language == "en")
            #expect(analysis.reading.findings(of: .benefit).count == 1)
            #expect(throws: CastMaker.NameProblem.self) {
                try MeetingAnalyzer.forTests().analyze(parsed, details: ImportDetails(sellers: ["Zoe"]))
            }
        }
    }

    @Test("a file that is too large, missing, a folder, or a device without end is refused with a sentence")
    func refuses() throws {
        var limits = TranscriptLimits()
        limits.maxBytes = 200
        let reader = TranscriptReader(limits: limits)
        func kind(_ path: String) -> TranscriptFileError.Kind? {
            do { _ = try reader.read(contentsOf: path) } catch {
                expectSentence(error)
                return error.kind
            }
            return nil
        }
        try withFile(vtt()) { #expect(kind($0) == .tooLarge) }
        #expect(kind("/nowhere/at/all.vtt") == .unreadable)
        #expect(kind("/") == .unreadable)
        #expect(kind("/dev/zero") == .tooLarge)
        #expect(kind("/dev/null") == .empty)
    }
}
