import Covalence
import Formats
import Foundation
import Testing

/// The meetings that are shared between sessions, if they are there: `COVALENCE_SHARED`, or `../shared` beside the package.
enum SharedMeetings {
    static let folder: URL? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let places = [ProcessInfo.processInfo.environment["COVALENCE_SHARED"].map { URL(filePath: $0) }]
            + [package.deletingLastPathComponent().appending(path: "shared"), package.deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")]
        return places.compactMap { $0?.appending(path: "data/meetings") }.first { FileManager.default.fileExists(atPath: $0.path) }
    }()
}

@Suite("Real meetings", .enabled(if: SharedMeetings.folder != nil, "the shared meetings are not here; set COVALENCE_SHARED"))
struct RealFileTests {
    // Counted with `grep -c -- '-->' FILE` and, for the speakers, `grep -o '<v [^>]*>' FILE | sort -u | wc -l`.
    @Test(arguments: [
        ("Bed004.vtt", 916, 4),
        ("Bmr006.vtt", 1895, 6),
        ("Bro013.vtt", 806, 5),
        ("Bsr001.vtt", 2605, 8),
        ("Btr001.vtt", 2854, 6),
        ("Buw001.vtt", 2314, 8),
    ] as [(String, Int, Int)])
    func everyCueIsRead(name: String, cues: Int, speakers: Int) throws {
        let folder = try #require(SharedMeetings.folder)
        let transcript = try TranscriptReader().read(contentsOf: folder.appending(path: name))
        #expect(transcript.format == .webVTT)
        #expect(transcript.utterances.count == cues)
        #expect(transcript.speakers.count == speakers)
        #expect(transcript.problems.isEmpty)
        #expect(transcript.utterances.allSatisfy { $0.time != nil && $0.speaker != nil })
    }
}
