import Foundation
import Operations
import Testing

@Suite("Memory at rest") struct RestingMemoryTests {
    /// Pages of files that are in memory, of this process († proc(5), `statm`, the third figure).
    private func pagesOfFiles() throws -> Int {
        let figures = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(Int(figures[2]))
    }

    @Test("what is given back is not in memory any more, and the program goes on", .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/statm"), "Linux tells it"))
    func givingBack() throws {
        let before = try pagesOfFiles()
        RestingMemory.giveBack()
        let after = try pagesOfFiles()
        #expect(after < before)
        // Code that was not used for long, and code that is in use: both are there.
        #expect((1...1_000).map { "\($0)" }.sorted().first == "1")
        RestingMemory.giveBack()
        #expect(Date(timeIntervalSince1970: 0).formatted(.iso8601) == "1970-01-01T00:00:00Z")
    }
}
