import Foundation
import Testing

@Suite("covalence analyze")
struct AnalyzeTests {
    @Test("reads a meeting and shows sides, findings with their words and the measures, without escape sequences when piped")
    func readsAMeeting() throws {
        let scratch = try Scratch()
        let run = try Running.covalence("analyze", try scratch.meeting(), "--customer", "paula", "--seller", "Ines")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.contains("What happened"))
        #expect(run.output.contains("Business benefits") || run.output.contains("business benefits"))
        #expect(run.output.contains("forty thousand euros"))
        #expect(run.output.contains("0:15"))
        #expect(!run.output.contains("\u{1B}"))
    }

    @Test("writes the reading as one JSON document with participants, measures and findings")
    func writesJSON() throws {
        let scratch = try Scratch()
        let run = try Running.covalence("analyze", try scratch.meeting(), "--customer", "Paula", "--seller", "Ines", "--json")
        #expect(run.status == 0)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(document["covalence"] as? String == "reading/1")
        let participants = try #require(document["participants"] as? [[String: Any]])
        #expect(participants.map { $0["side"] as? String } == ["seller", "customer"])
        let reading = try #require(document["reading"] as? [String: Any])
        let findings = try #require(reading["findings"] as? [[String: Any]])
        // Worked out by reading: line 4 names a saving with an amount, lines 5 and 6 agree on a step with a day.
        let benefit = try #require(findings.first { $0["kind"] as? String == "benefit" })
        #expect((benefit["quote"] as? String)?.contains("forty thousand euros") == true)
        let step = try #require(findings.first { $0["kind"] as? String == "next-step" })
        #expect(step["agreed"] as? Bool == true)
        #expect((reading["summary"] as? [String])?.count == 4)
    }

    @Test("several files become a list")
    func severalFiles() throws {
        let scratch = try Scratch()
        let run = try Running.covalence(
            "analyze", try scratch.meeting("a.vtt"), try scratch.meeting("b.vtt"), "--customer", "Paula", "--seller", "Ines", "--json"
        )
        #expect(run.status == 0)
        let documents = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
        #expect(documents.count == 2)
    }

    @Test("the report is one file: no script, no address outside, the words escaped")
    func writesAReport() throws {
        let scratch = try Scratch()
        let file = try scratch.file("m.txt", "Ines: Hello <script>alert(1)</script> there\nPaula: Hello & good morning\n")
        let report = scratch.path("report.html")
        let run = try Running.covalence("analyze", file, "--customer", "Paula", "--seller", "Ines", "--html", report)
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
        let html = try String(contentsOfFile: report, encoding: .utf8)
        #expect(html.contains("<!DOCTYPE html>") || html.contains("<!doctype html>"))
        #expect(!html.contains("<script"))
        #expect(!html.contains("src=\"http"))
        #expect(!html.contains("href=\"http"))
    }

    @Test("without sides, what depends on them is said to be not known, with what to do")
    func withoutSides() throws {
        let scratch = try Scratch()
        let run = try Running.covalence("analyze", try scratch.file("m.txt", "Alpha: Hello there everybody\nBeta: Hello and welcome\nGamma: Hi\n"))
        #expect(run.status == 0)
        #expect(run.output.contains("--customer"))
        #expect(run.output.contains("Not known"))
    }

    @Test("wrong use is exit 64 with what to do", arguments: [
        (["analyze"], "Name at least one transcript file"),
        (["analyze", "FILE", "--customer", "Nobody"], "Nobody in the file is called “Nobody”"),
        (["analyze", "FILE", "--customer", "Paula", "--window", "0"], "--window"),
        (["analyze", "FILE", "--json", "--html", "x.html"], "Choose --json or --html"),
        (["analyze", "FILE", "--wrong"], "--wrong"),
        (["nonsense"], "nonsense"),
    ])
    func wrongUse(arguments: [String], says: String) throws {
        let scratch = try Scratch()
        let file = try scratch.meeting()
        let run = try Running.covalence(arguments.map { $0 == "FILE" ? file : $0 }, input: Data())
        #expect(run.status == 64)
        #expect(run.errors.contains(says))
    }

    @Test("a bad file is exit 65 with its name and what to do", arguments: [
        ("empty.vtt", ""), ("zeros.vtt", "\0\0\0\0\u{1}\u{2}"), ("prose.txt", "just some words that nobody said\n"),
        ("cut.json", "{\"segments\": [{\"start\": 0.0, \"end\": 1.0, \"te"),
    ])
    func badFile(name: String, content: String) throws {
        let scratch = try Scratch()
        let run = try Running.covalence("analyze", try scratch.file(name, content))
        #expect(run.status == 65)
        #expect(run.errors.contains(name))
        #expect(run.output.isEmpty)
    }

    @Test("a missing file is exit 65, and says that it cannot be read")
    func missingFile() throws {
        let run = try Running.covalence("analyze", "/nowhere/meeting.vtt")
        #expect(run.status == 65)
        #expect(run.errors.contains("/nowhere/meeting.vtt"))
        #expect(run.errors.contains("cannot be read"))
    }

    @Test("broken cues are named with their line on standard error, and the rest is read")
    func brokenCue() throws {
        let scratch = try Scratch()
        let file = try scratch.file("broken.vtt", "WEBVTT\n\n00:01.000 -> 00:02.000\n<v Ines>lost\n\n00:03.000 --> 00:04.000\n<v Paula>kept words here\n")
        let run = try Running.covalence("analyze", file)
        #expect(run.status == 0)
        #expect(run.errors.contains("line 3"))
    }

    @Test("control characters of a transcript do not reach the terminal")
    func escapesAreHarmless() throws {
        let scratch = try Scratch()
        let file = try scratch.file("m.txt", "Ines: Hello \u{1B}[31mred\u{07} there my friend\nPaula: What does it cost us per year?\n")
        let run = try Running.covalence("analyze", file, "--customer", "Paula", "--seller", "Ines")
        #expect(run.status == 0)
        #expect(!run.output.contains("\u{1B}"))
        #expect(!run.output.contains("\u{07}"))
    }
}

/// With the real encoder, where the set-up has fetched it.
@Suite("covalence analyze --meaning", .serialized)
struct AnalyzeByMeaningTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../.deps/meaning").standardizedFileURL
    static let isThere = FileManager.default.fileExists(atPath: folder.appendingPathComponent("model.onnx").path)

    private func engine(_ run: Running) throws -> String? {
        let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        return (document["reading"] as? [String: Any])?["engine"] as? String
    }

    @Test("words alone unless it is asked for; the JSON says by which engines", .enabled(if: isThere, "the sentence encoder is not fetched"))
    func engines() throws {
        let scratch = try Scratch()
        let file = try scratch.meeting()
        let words = try Running.covalence("analyze", file, "--customer", "Paula", "--seller", "Ines", "--json")
        #expect(try engine(words) == "words-en/2")
        let both = try Running.covalence("analyze", file, "--customer", "Paula", "--seller", "Ines", "--meaning", "--with", "meaning=\(Self.folder.path)", "--json")
        #expect(both.status == 0 && both.errors.isEmpty, "\(both.errors)")
        #expect(try engine(both) == "meaning-en/1+words-en/2")
    }

    @Test("another language, emoji and a megabyte in one line are read, the first of them by words with a word about it", .enabled(if: isThere, "the sentence encoder is not fetched"))
    func oddInput() throws {
        let scratch = try Scratch()
        let cue = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Paula>"
        for (language, text, says) in [
            ("de", "Das ist uns viel zu teuer, und wir haben keine Leute dafür.", "English only"), ("en", String(repeating: "🥐", count: 400), ""),
            ("en", String(repeating: "word ", count: 200_000), ""),
        ] {
            let file = scratch.path("odd.vtt")
            try (cue + text + "\n").write(toFile: file, atomically: true, encoding: .utf8)
            let run = try Running.covalence("analyze", file, "--language", language, "--meaning", "--with", "meaning=\(Self.folder.path)", "--json")
            #expect(run.status == 0, "\(run.errors.prefix(300))")
            #expect(says.isEmpty || run.errors.contains(says))
        }
    }

    @Test("a folder without the encoder, or with a broken one, is said with what to do")
    func missing() throws {
        let scratch = try Scratch()
        let file = try scratch.meeting()
        let nowhere = try Running.covalence("analyze", file, "--meaning", "--with", "meaning=/nowhere")
        #expect(nowhere.status == 69 && nowhere.output.isEmpty)
        #expect(nowhere.errors.contains("/nowhere") && nowhere.errors.contains("./run"))
        for name in ["libopenvino_c.so.2641", "model.onnx", "tokenizer.json"] { try "cut short".write(toFile: scratch.path(name), atomically: true, encoding: .utf8) }
        let broken = try Running.covalence("analyze", file, "--meaning", "--with", "meaning=\(URL(filePath: scratch.path("model.onnx")).deletingLastPathComponent().path)", "--language", "en")
        #expect(broken.status == 69, "\(broken.errors)")
        #expect(broken.errors.hasPrefix("Error: "))
    }
}
