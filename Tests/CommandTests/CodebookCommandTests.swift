import Foundation
import Testing

@Suite("covalence codebook with a workspace")
struct CodebookCommandTests {
    private static let yaml = """
        name: service-talk
        version: 1
        language: en
        codes:
          - {code: saving, definition: Somebody says that something saves time or money., examples: ["That saves us two hours a day."]}
          - {code: cost, definition: "A price, or that something costs too much.", examples: ["It costs nine hundred euros."]}
        no-code: ["Shall we start?"]

        """

    private func object(_ line: some StringProtocol) throws -> [String: Any] { try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]) }

    @Test("one is added, shown, exported, decided with and learnt; the same again, a stale version and a broken file are refused")
    func flow() throws {
        let folder = try Scratch()
        let data = folder.path("data"), file = folder.path("own.yaml"), talk = folder.path("talk.vtt")
        try Self.yaml.write(toFile: file, atomically: true, encoding: .utf8)
        try "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Ann>It costs nine hundred euros.\n\n00:00:05.000 --> 00:00:08.000\n<v Ben>It saves us two hours.\n"
            .write(toFile: talk, atomically: true, encoding: .utf8)
        let dry = try Running.covalence("codebook", "add", file, "--data", data, "--dry-run", "--json")
        #expect(dry.status == 0, "\(dry.errors)")
        #expect(try object(dry.output)["isSaved"] as? Bool == false)
        let added = try Running.covalence("codebook", "add", file, "--data", data, "--note", "first")
        #expect(added.status == 0 && added.output.contains("Version 1 of service-talk is saved."), "\(added.errors)")
        #expect(try Running.covalence("codebook", "add", file, "--data", data).status == 65)
        let list = try Running.covalence("codebook", "list", "--data", data, "--json")
        #expect(try object(try #require(list.output.split(separator: "\n").last))["name"] as? String == "service-talk")
        #expect(try Running.covalence("codebook", "list").output.contains("service-talk") == false)
        #expect(try Running.covalence("codebook", "show", "service-talk", "--data", data, "--json").output.split(separator: "\n").count == 2)
        #expect(try Running.covalence("codebook", "export", "service-talk", "--data", data).output == Self.yaml)

        let imported = try Running.covalence("import", talk, "--data", data, "--seller", "Ann", "--customer", "Ben")
        #expect(imported.status == 0, "\(imported.errors)")
        let asked = try Running.covalence("codebook", "ask", "service-talk", "--code", "cost", "--count", "2", "--data", data, "--json")
        let question = try object(try #require(asked.output.split(separator: "\n").first))
        let meeting = try #require(question["meeting"] as? String), first = try #require(question["first"] as? Int)
        let decided = try Running.covalence("codebook", "decide", "service-talk", "cost", "carries", "--meeting", meeting, "--first", "\(first)", "--data", data, "--json")
        #expect(decided.status == 0, "\(decided.errors)")
        let decisions = try Running.covalence("codebook", "decisions", "service-talk", "--data", data, "--json")
        #expect(try object(decisions.output)["verdict"] as? String == "carries")
        let learnt = try Running.covalence("codebook", "learn", "service-talk", "--data", data, "--json")
        #expect(learnt.status == 0 && learnt.output.split(separator: "\n").count == 2, "\(learnt.errors)")
        #expect(try Running.covalence("codebook", "figures", "service-talk", "--data", data).output.contains("not yet known: 49 more"))
        let suggested = try Running.covalence("suggest", "--codebook", "service-talk", "--data", data, input: "{\"text\":\"It costs nine hundred euros.\"}\n")
        #expect((try object(suggested.output)["codes"] as? [[String: Any]])?.first?["code"] as? String == "cost")

        try Self.yaml.replacing("nine", with: "ten").write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try Running.covalence("codebook", "add", file, "--made-from", "7", "--data", data).status == 65)
        #expect(try Running.covalence("codebook", "add", file, "--data", data).output.contains("Version 2"))
        try "name: own\nversion: 1\nlanguage: en\ncodes:\n  - {code: a, definition: b, colour: red}\n".write(toFile: file, atomically: true, encoding: .utf8)
        let broken = try Running.covalence("codebook", "add", file, "--data", data)
        #expect(broken.status == 65 && broken.errors.contains("line 5"))
        #expect(try Running.covalence("codebook", "figures", "nowhere", "--data", data).status == 65)
        #expect(try Running.covalence("codebook", "decide", "service-talk", "cost", "maybe", "--meeting", meeting, "--first", "0", "--data", data).status == 64)
        withExtendedLifetime(folder) {}
    }
}
