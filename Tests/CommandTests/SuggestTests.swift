import Foundation
import Testing

@Suite("covalence suggest and codebook")
struct SuggestTests {
    private func objects(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    }

    @Test("gives every line back with all codes, best first")
    func suggests() throws {
        let input = """
            {"id":1,"text":"Every quarter we sat down with their plant people and ours and went through what annoyed each side, quite openly."}

            {"id":2,"text":"ok","side":"seller"}
            """
        let run = try Running.covalence("suggest", "--codebook", "value-creation", "--words-only", input: input)
        #expect(run.status == 0, "\(run.errors)")
        let lines = try objects(run.output)
        #expect(lines.map { $0["id"] as? Int } == [1, 2])
        for line in lines {
            #expect(line["engine"] as? String == "words/1")
            let codes = try #require(line["codes"] as? [[String: Any]])
            #expect(codes.count == 14)
            let scores = codes.compactMap { $0["score"] as? Double }
            #expect(scores.count == 14 && scores == scores.sorted(by: >))
        }
    }

    @Test("what comes before a bad line is answered, and the line is named")
    func badLine() throws {
        let run = try Running.covalence("suggest", "--codebook", "strategic-selling", "--words-only", input: "{\"text\":\"I sign it.\"}\n{\"text\":1}\n")
        #expect(run.status == 65)
        #expect(try objects(run.output).count == 1)
        #expect(run.errors.contains("line 2: “text” is not a string"))
    }

    @Test("an unknown codebook is wrong use; a broken file is named with its line")
    func badCodebook() throws {
        let unknown = try Running.covalence("suggest", "--codebook", "nonsense")
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("value-creation"))
        let folder = try Scratch()
        let file = folder.path("own.yaml")
        try "name: own\nversion: 1\nlanguage: en\ncodes:\n  - {code: a, definition: b, colour: red}\n".write(toFile: file, atomically: true, encoding: .utf8)
        let broken = try Running.covalence("codebook", "check", file)
        #expect(broken.status == 65)
        #expect(broken.errors.contains("own.yaml, line 5, code “a”: “colour” is not a known field"))
        withExtendedLifetime(folder) {}
    }

    @Test("a folder without the encoder is said, and words are enough where none was named")
    func withoutEncoder() throws {
        let named = try Running.covalence("encode", "--meaning", "/nowhere", input: "{\"text\":\"a\"}")
        #expect(named.status == 69)
        #expect(named.errors.contains("/nowhere") && named.errors.contains("./run"))
    }

    @Test("an own codebook can be checked, compared and used")
    func ownCodebook() throws {
        let folder = try Scratch()
        let (old, new) = (folder.path("old.yaml"), folder.path("new.yaml"))
        let text = "name: own\nversion: 1\nlanguage: en\ncodes:\n  - {code: cats, definition: Cats are spoken of., examples: [My cat sleeps., The cat purrs.]}\n"
        try text.write(toFile: old, atomically: true, encoding: .utf8)
        try (text + "  - {code: dogs, definition: Dogs are spoken of., examples: [My dog barks., The dog runs.]}\n").write(toFile: new, atomically: true, encoding: .utf8)
        let check = try Running.covalence("codebook", "check", new, "--json")
        #expect(check.status == 0)
        #expect(try objects(check.output)[0]["few"] as? [String] == ["cats", "dogs"])
        let compare = try Running.covalence("codebook", "compare", old, new)
        #expect(compare.output == "new      dogs\n")
        let used = try Running.covalence("suggest", "--codebook", new, "--words-only", input: "{\"text\":\"The dog sleeps and the dog barks.\"}\n")
        let codes = try #require(try objects(used.output)[0]["codes"] as? [[String: Any]])
        #expect(codes[0]["code"] as? String == "dogs")
        withExtendedLifetime(folder) {}
    }

    @Test("list and show name what there is")
    func listing() throws {
        let list = try objects(try Running.covalence("codebook", "list", "--json").output)
        #expect(list.compactMap { $0["name"] as? String } == ["meeting-interaction", "value-creation", "ecosystem", "relationships", "strategic-selling"])
        let show = try objects(try Running.covalence("codebook", "show", "value-creation", "--json").output)
        // Four facets and fourteen tasks.
        #expect(show.count == 18)
        #expect(show[1]["parent"] as? String == "jointness")
    }
}
