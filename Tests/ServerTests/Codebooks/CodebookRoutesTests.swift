import Covalence
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import Testing
@testable import Server
@testable import Workbench

/// Codebooks on pages, without scripts: written, looked at before saving, taught, figures.
@Suite struct CodebookRoutesTests {
    static let yaml = """
        name: service-talk
        version: 1
        language: en
        title: Service <b>talk</b>
        codes:
          - code: saving
            title: Saving
            definition: Somebody says that something saves time or money.
            sides: [customer]
            examples: ["That saves us two hours a day.", {text: "We save money.", side: customer}]
          - code: cost
            title: Cost
            definition: A price, or that something costs too much.
            examples: ["It costs nine hundred euros.", "That is too expensive."]
            counter-examples: ["It saves nine hundred euros."]
        no-code: ["Shall we start?"]

        """

    static func multipart(_ fields: [(String, String)], file: String? = nil) -> (HTTPFields, ByteBuffer) {
        var body = fields.map { "--xyz\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n" }.joined()
        if let file { body += "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"own.yaml\"\r\nContent-Type: text/plain\r\n\r\n\(file)\r\n" }
        return ([.contentType: "multipart/form-data; boundary=xyz"], ByteBuffer(string: body + "--xyz--\r\n"))
    }

    @Test func oneIsWrittenLookedAtAndSaved() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let list = try await server.ask("/codebooks").text
            #expect(list.contains("value-creation") && list.contains("/codebooks/new"))
            #expect(try await server.ask("/codebooks/new").text.contains("name: our-own"))
            let look = Self.multipart([("madeFrom", "0"), ("text", Self.yaml.replacing("\n", with: "\r\n")), ("do", "preview")])
            let preview = try await server.ask("/codebooks/new", .post, headers: look.0, body: look.1)
            #expect(preview.status == .ok && preview.text.contains("A new codebook") && preview.text.contains("2 codes with 4 examples"))
            #expect(try await bench.bench.codebooks(by: .owner).count == 5)
            let save = Self.multipart([("madeFrom", "0"), ("text", Self.yaml), ("note", "first"), ("do", "save")])
            let saved = try await server.ask("/codebooks/new", .post, headers: save.0, body: save.1)
            #expect(saved.headers[.location] == "/codebooks/service-talk?saved=version")
            let page = try await server.ask("/codebooks/service-talk?saved=version").text
            #expect(page.contains("The version is saved") && page.contains("Service &lt;b&gt;talk&lt;/b&gt;") && !page.contains("<b>talk"))
            #expect(page.contains("2 examples, 1 counter-example") && page.contains("That is too expensive.") && page.contains("first"))
            let file = try await server.ask("/codebooks/service-talk/file")
            #expect(file.text == Self.yaml && file.headers[.contentDisposition]?.contains("service-talk.yaml") == true)

            // By a file, in the place of the text.
            let edited = Self.yaml.replacing("too expensive", with: "far too dear")
            let change = Self.multipart([("madeFrom", "1"), ("text", Self.yaml), ("do", "preview")], file: edited)
            let changes = try await server.ask("/codebooks/service-talk/edit", .post, headers: change.0, body: change.1)
            #expect(changes.text.contains("What version 2 changes") && changes.text.contains("examples: 1 more, 1 less") && changes.text.contains("far too dear"))
            let second = Self.multipart([("madeFrom", "1"), ("text", edited), ("do", "save")])
            #expect(try await server.ask("/codebooks/service-talk/edit", .post, headers: second.0, body: second.1).status == .seeOther)
            #expect(try await server.ask("/codebooks/service-talk?version=1").text.contains("This is an older version"))
            #expect(try await server.ask("/codebooks/service-talk?version=7").status == .notFound)

            // Somebody was faster: the text is kept.
            let mine = Self.multipart([("madeFrom", "1"), ("text", Self.yaml.replacing("two hours", with: "four hours")), ("do", "save")])
            let late = try await server.ask("/codebooks/service-talk/edit", .post, headers: mine.0, body: mine.1)
            #expect(late.status == .conflict && late.text.contains("four hours") && late.text.contains("Somebody saved version 2"))
            #expect(late.text.contains("name=\"madeFrom\" value=\"2\""))
        }
    }

    @Test func whatIsWrongIsSaidWithItsLineAndTheTextIsKept() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let broken = Self.yaml.replacing("sides: [customer]", with: "sides: [<i>martian]")
            for way in ["preview", "save"] {
                let form = Self.multipart([("madeFrom", "0"), ("text", broken), ("do", way)])
                let answer = try await server.ask("/codebooks/new", .post, headers: form.0, body: form.1)
                #expect(answer.status == .unprocessableContent)
                #expect(answer.text.contains("Line 9, code “saving”") && answer.text.contains("&lt;i&gt;martian") && !answer.text.contains("<i>martian"))
                #expect(answer.text.contains("aria-invalid"))
            }
            let empty = UseTests.fields([])
            #expect(try await server.ask("/codebooks/new", .post, headers: empty.0, body: empty.1).status == .unprocessableContent)
            #expect(try await server.ask("/codebooks/nowhere").status == .notFound)
            #expect(try await server.ask("/codebooks/Nowhere%3Cscript%3E").status == .notFound)
            let large = Self.multipart([("madeFrom", "0"), ("do", "preview")], file: String(repeating: "# nothing\n", count: 900_000))
            #expect([413, 422].contains(try await server.ask("/codebooks/new", .post, headers: large.0, body: large.1).status.code))
            // Without the token of the form nothing is read.
            let form = Self.multipart([("csrf", "wrong"), ("text", Self.yaml), ("do", "save")])
            var headers = form.0
            headers[.cookie] = "covalence=\(bench.ticket)"
            #expect(try await server.askPlainly("/codebooks/new", .post, headers: headers, body: form.1).status == .forbidden)
            #expect(try await bench.bench.codebooks(by: .owner).count == 5)
        }
    }

    @Test func turnsAreAskedAboutAndAnswered() async throws {
        let bench = try await TestBench()
        try await bench.bench.saveCodebook(Self.yaml, madeFrom: 0, by: .owner)
        let item = try await bench.bench.keepTranscript(
            Data(UseTests.transcript.utf8), named: "a.vtt", details: ImportDetails(sellers: ["Anna Lind"], customers: ["Mikko Salo"]), by: .owner
        )
        _ = try await bench.bench.importTranscript(item, by: .owner)
        let sales = try await TestBench.signIn(bench.bench, "sales", .salesperson), reader = try await TestBench.signIn(bench.bench, "reader", .reader)
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let page = try await server.ask("/codebooks/service-talk/teach?code=saving").text
            #expect(page.contains("Does this carry “Saving”?") && page.contains("Somebody says that something saves") && page.contains("/meetings/"))
            #expect(!page.lowercased().contains("0.") , "a score would lead whoever is asked")
            let question = try #require(UseTests().value("question", in: page))
            let yes = UseTests.fields([("code", "saving"), ("count", "1"), ("question", question), ("answer-0", "carries")])
            let answered = try await server.ask("/codebooks/service-talk/teach", .post, headers: yes.0, body: yes.1)
            let next = try #require(answered.headers[.location])
            #expect(next.hasPrefix("/codebooks/service-talk/teach?code=saving&count=1&saved=1"))
            let after = try await server.ask(next).text
            #expect(after.contains("1 answer is kept") && after.contains("Change it to no") && after.contains("1 yes, 0 no so far"))
            let kept = try await bench.bench.codeDecisions(CodeDecisionQuery(codebook: "service-talk"), by: .owner).items
            #expect(kept.count == 1)
            let back = UseTests.fields([("code", "saving"), ("next", "cost"), ("question", question), ("answer-0", "does-not-carry")])
            #expect(try await server.ask("/codebooks/service-talk/teach", .post, headers: back.0, body: back.1).headers[.location]?.contains("code=cost") == true)
            #expect(try await server.ask("/codebooks/service-talk/teach?code=saving").text.contains("0 yes, 1 no so far"))

            // Ten on a page: some answered, one passed over, one left.
            let many = try await server.ask("/codebooks/service-talk/teach?code=cost&count=10").text
            let questions = many.components(separatedBy: "name=\"question\" value=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
            #expect(questions.count >= 5)
            let answers = UseTests.fields(
                [("code", "cost"), ("count", "10")] + questions.map { ("question", $0) } + [("answer-0", "does-not-carry"), ("answer-1", "carries"), ("answer-2", "skip"), ("answer-3", "nonsense")]
            )
            #expect(try await server.ask("/codebooks/service-talk/teach", .post, headers: answers.0, body: answers.1).headers[.location]?.contains("saved=2") == true)
            let list = try await server.ask("/codebooks/service-talk/decisions").text
            #expect(list.contains("Cost") && list.contains("Saving"))
            let bad = UseTests.fields([("code", "cost"), ("question", "x/1/2"), ("answer-0", "carries"), ("question", "\(UUID())/1/0/1/likely"), ("answer-1", "carries")])
            #expect(try await server.ask("/codebooks/service-talk/teach", .post, headers: bad.0, body: bad.1).status.code < 500)

            // Another team has no turns; a reader is asked nothing; both see the figures.
            var them = server
            them.ticket = sales
            #expect(try await them.ask("/codebooks/service-talk/teach").text.contains("No meeting in sight for you"))
            #expect(try await them.ask("/codebooks/service-talk/edit").status == .forbidden)
            #expect(try await them.ask("/codebooks/new").status == .forbidden)
            #expect(try await them.ask("/codebooks/service-talk/decisions").text.contains("Nobody decided on anything in sight"))
            them.ticket = reader
            #expect(try await them.ask("/codebooks/service-talk/teach").status == .forbidden)
            #expect(try await them.ask("/codebooks/service-talk/figures").status == .ok)
            #expect(try await them.ask("/codebooks").text.contains("service-talk"))
        }
    }

    @Test func figuresSayWhatIsNotYetKnownAndWhatIs() async throws {
        let bench = try await TestBench()
        try await bench.bench.saveCodebook(Self.yaml, madeFrom: 0, by: .owner)
        // Thirty turns of either speaker, each its own.
        let lines = (0..<60).map { "\n00:00:\($0 < 10 ? "0" : "")\($0).000 --> 00:00:\($0 < 10 ? "0" : "")\($0).900\n<v \($0.isMultiple(of: 2) ? "Anna" : "Ben")>It saves us \($0) hours.\n" }
        let item = try await bench.bench.keepTranscript(Data(("WEBVTT\n" + lines.joined()).utf8), named: "a.vtt", details: ImportDetails(sellers: ["Anna"], customers: ["Ben"]), by: .owner)
        guard case .imported(let meeting, _, _) = try await bench.bench.importTranscript(item, by: .owner) else { throw CancellationError() }
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let empty = try await server.ask("/codebooks/service-talk/figures").text
            #expect(empty.contains("Not yet known: nobody was asked yet") && empty.contains("Not yet known: 50 more decisions are needed, 20 of them of the random sample"))
            for index in 0..<50 {
                try await bench.bench.decide(
                    "saving", of: "service-talk", index.isMultiple(of: 2) ? .doesNotCarry : .carries, at: .turn(meeting.id, version: 1, first: index, count: 1),
                    asked: index < 20 ? .random : .likely, by: .owner
                )
            }
            try await bench.bench.learnCodebookNow("service-talk", by: .owner)
            let page = try await server.ask("/codebooks/service-talk/figures").text
            #expect(page.contains("50 decisions, 20 of them of the random sample") && page.contains("<circle class=\"point\""))
            #expect(page.contains("by words alone") && page.contains("mean F1"))
            let nothing = UseTests.fields([])
            #expect(try await server.ask("/codebooks/service-talk/learn", .post, headers: nothing.0, body: nothing.1).status == .seeOther)
            #expect(try await server.ask("/codebooks/service-talk/figures").text.contains("It is to be learnt anew soon"))
        }
    }
}
