import Foundation
import Testing

@Suite("covalence import, list, search, export, erase")
struct StoreCommandTests {
    private func lines(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    }

    @Test("a meeting comes in, is listed, found, exported and erased")
    func wholeLife() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        let file = try scratch.meeting()
        let brought = try Running.covalence(
            "import", file, "--data", data, "--customer", "Paula", "--seller", "Ines", "--title", "First talk",
            "--started", "2026-03-04T09:30:00Z", "--json"
        )
        #expect(brought.status == 0, "\(brought.errors)")
        let id = try #require(try lines(brought.output).first?["meeting"] as? String)

        let again = try Running.covalence("import", file, "--data", data, "--json")
        #expect(try lines(again.output).first?["result"] as? String == "already there")

        let list = try lines(Running.covalence("list", "--data", data, "--json").output)
        #expect(list.count == 1)
        #expect(list.first?["title"] as? String == "First talk")
        #expect(list.first?["customers"] as? [String] == ["Paula"])
        #expect(list.first?["startedAt"] as? String == "2026-03-04T09:30:00.000Z")

        let found = try lines(Running.covalence("search", "forty thousand", "--data", data, "--json").output)
        #expect(found.map { $0["utterance"] as? Int } == [4])
        #expect(found.first?["speaker"] as? String == "Paula")

        let original = try Running.covalence("export", id, "--data", data, "--format", "original")
        #expect(original.output == (try String(contentsOfFile: file, encoding: .utf8)))
        let table = try Running.covalence("export", id, "--data", data, "--format", "utterances")
        #expect(table.output.split(separator: "\r\n").count == 7)
        let reading = try Running.covalence("export", id, "--data", data)
        #expect(try JSONSerialization.jsonObject(with: Data(reading.output.utf8)) is [String: Any])

        let erased = try Running.covalence("erase", id, "--data", data, "--yes")
        #expect(erased.status == 0)
        #expect(try Running.covalence("list", "--data", data, "--json").output.isEmpty)
        let gone = try Running.covalence("export", id, "--data", data)
        #expect(gone.status == 65)
    }

    @Test("a file with broken cues is not imported unless asked, and its lines are named")
    func brokenCues() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        let file = try scratch.file("broken.vtt", "WEBVTT\n\n00:01.000 -> 00:02.000\n<v Ines>lost\n\n00:03.000 --> 00:04.000\n<v Paula>kept words here\n")
        let refused = try Running.covalence("import", file, "--data", data)
        #expect(refused.status == 65)
        #expect(refused.errors.contains("line 3"))
        #expect(refused.errors.contains("--import-rest"))
        #expect(try Running.covalence("list", "--data", data, "--json").output.isEmpty)
        let taken = try Running.covalence("import", file, "--data", data, "--import-rest", "--json")
        #expect(taken.status == 0)
        #expect(try lines(taken.output).first?["utterances"] as? Int == 1)
    }

    @Test("a limit that is set holds, and a wrong setting changes nothing")
    func settings() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        let set = try Running.covalence("settings", "--data", data, "--set", "transcriptLimit=300", "--set", "own.names=[\"Brunavik\"]", "--json")
        #expect(set.status == 0, "\(set.errors)")
        let settings = try #require(try lines(set.output).first)
        #expect(settings["transcriptLimit"] as? Int == 300)
        #expect(settings["own.names"] as? [String] == ["Brunavik"])
        let refused = try Running.covalence("import", try scratch.meeting(), "--data", data)
        #expect(refused.status == 65)
        #expect(refused.errors.contains("300"))
        for wrong in ["nonsense=1", "transcriptLimit=many", "transcriptLimit=\"many\"", "meeting.surveyPairs=-1"] {
            let run = try Running.covalence("settings", "--data", data, "--set", "transcriptLimit=5000", "--set", wrong)
            #expect(run.status == 64 || run.status == 65, "\(wrong)")
            #expect(!run.errors.isEmpty)
        }
        #expect(try lines(Running.covalence("settings", "--data", data, "--json").output).first?["transcriptLimit"] as? Int == 300)
    }

    @Test("one bad file among several does not keep the others out")
    func oneBadFile() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        let run = try Running.covalence("import", try scratch.file("empty.vtt", ""), try scratch.meeting(), "--data", data, "--json")
        #expect(run.status == 65)
        #expect(run.errors.contains("empty.vtt"))
        #expect(try lines(Running.covalence("list", "--data", data, "--json").output).count == 1)
    }

    @Test("wrong use is exit 64", arguments: [
        ["import"], ["export", "not-an-id"], ["erase", "not-an-id", "--yes"], ["list", "--data", "/nowhere/at/all"],
        ["import", "x.vtt", "--started", "yesterday"], ["search"], ["serve", "--port", "70000"],
    ])
    func wrongUse(arguments: [String]) throws {
        let run = try Running.covalence(arguments, input: Data())
        #expect(run.status == 64)
        #expect(!run.errors.isEmpty)
    }

    @Test("every command explains itself with an example", arguments: [
        "analyze", "serve", "import", "export", "list", "search", "erase", "settings", "tag",
    ])
    func help(command: String) throws {
        let run = try Running.covalence(command, "--help")
        #expect(run.status == 0)
        #expect(run.output.contains("EXAMPLE"))
        #expect(run.output.contains("covalence \(command)"))
    }
}
