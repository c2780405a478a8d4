import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
@testable import Server

/// A meeting from upload to erasure, over HTTP and without scripts, as the plain forms do it.
@Suite struct UseTests {
    static let transcript = """
        WEBVTT

        00:00:01.000 --> 00:00:06.000
        <v Anna Lind>Thanks for making the time. How do you plan maintenance stops today?

        00:00:07.000 --> 00:00:15.000
        <v Mikko Salo>We had three unplanned stops last quarter, and each one cost us most of a shift.

        00:00:16.000 --> 00:00:22.000
        <v Mikko Salo>If that went away it would save us forty thousand euros a year. <b>Zebrafinch</b>.

        00:00:23.000 --> 00:00:29.000
        <v Anna Lind>What would it take to convince your board?

        00:00:30.000 --> 00:00:36.000
        <v Mikko Salo>They will want to see numbers. What does it cost per sensor?

        00:00:37.000 --> 00:00:44.000
        <v Anna Lind>I will send you the price list on Friday, and we meet again on 18 March.

        00:00:45.000 --> 00:00:47.000
        <v Mikko Salo>Yes, let's do that.
        """

    static func form(_ files: [(String, [UInt8])], field: String = "file") -> (HTTPFields, ByteBuffer) {
        var body: [UInt8] = []
        for (name, content) in files {
            body += Array("--xyz\r\nContent-Disposition: form-data; name=\"\(field)\"; filename=\"\(name)\"\r\nContent-Type: text/plain\r\n\r\n".utf8) + content + [13, 10]
        }
        body += Array("--xyz--\r\n".utf8)
        return ([.contentType: "multipart/form-data; boundary=xyz"], ByteBuffer(bytes: body))
    }

    /// A form with one file behind a hidden field.
    static func form(_ file: (String, [UInt8]), field: String, behind hidden: (String, String)) -> (HTTPFields, ByteBuffer) {
        let (headers, files) = form([file], field: field)
        var body = ByteBuffer(string: "--xyz\r\nContent-Disposition: form-data; name=\"\(hidden.0)\"\r\n\r\n\(hidden.1)\r\n")
        body.writeImmutableBuffer(files)
        return (headers, body)
    }

    static func fields(_ pairs: [(String, String)]) -> (HTTPFields, ByteBuffer) {
        let text = pairs.map { "\(QueryText.encode($0.0))=\(QueryText.encode($0.1))" }.joined(separator: "&")
        return ([.contentType: "application/x-www-form-urlencoded"], ByteBuffer(string: text))
    }

    /// What the hidden or first field of a name holds on a page.
    func value(_ name: String, in html: String) -> String? {
        guard let place = html.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(html[place.upperBound...].prefix { $0 != "\"" })
    }

    @Test func aMeetingFromUploadToErasure() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            #expect(try await server.ask("/meetings").text.contains("What you will see"))

            // Two files: one that is a transcript, one that is not.
            let upload = Self.form([("kickoff.vtt", Array(Self.transcript.utf8)), ("picture.png", [0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3])])
            let list = try await server.ask("/uploads", .post, headers: upload.0, body: upload.1)
            #expect(list.status == .ok)
            #expect(list.text.contains("7 utterances"))
            #expect(list.text.contains("upload-failed"))
            let id = try #require(list.text.firstMatch(of: /\/meetings\/([0-9a-f-]{36})/)?.output.1)
            let page = "/meetings/\(id)"

            // The same file again adds nothing.
            let again = Self.form([("copy.vtt", Array(Self.transcript.utf8))])
            #expect(try await server.ask("/uploads", .post, headers: again.0, body: again.1).text.contains("is here already"))

            // Who is who.
            let cast = try await server.ask("\(page)/cast").text
            #expect(cast.contains("Anna Lind") && cast.contains("Mikko Salo"))
            let people = cast.matches(of: /id="p-([0-9a-f-]{36})"/).map { String($0.output.1) }
            #expect(people.count == 2)
            let names = try people.map { try #require(value("name-\($0)", in: cast)) }
            var answers = [("cast", try #require(value("cast", in: cast)))]
            for (person, name) in zip(people, names) {
                answers.append(("side-\(person)", name.hasPrefix("Anna") ? "seller" : "customer"))
                answers.append(("organization-\(person)", name.hasPrefix("Anna") ? "Norrvik" : "Halden"))
                answers.append(("consent-analysis-\(person)", "given"))
            }
            let said = Self.fields(answers)
            #expect(try await server.ask("\(page)/cast", .post, headers: said.0, body: said.1).status == .seeOther)
            // The page was made from an older version now.
            #expect(try await server.ask("\(page)/cast", .post, headers: said.0, body: said.1).status == .conflict)

            // The page.
            let meeting = try await server.ask(page)
            #expect(meeting.status == .ok)
            let html = meeting.text
            #expect(html.contains("Halden") && html.contains("Norrvik"))
            #expect(html.contains("id=\"u0\"") && html.contains("id=\"u6\""))
            #expect(html.contains("Zebrafinch") && !html.contains("<b>Zebrafinch"))
            #expect(html.contains("save us forty thousand"))
            #expect(try await server.ask("\(page)/timeline.json").text.contains("\"bars\""))
            let customer = try await server.ask("\(page)/transcript?from=0&side=customer", headers: [.hxRequest: "true"]).text
            #expect(customer.contains("id=\"u1\"") && !customer.contains("id=\"u0\""))

            // Decide on a finding, look at its history, take it back.
            let claim = try #require(html.firstMatch(of: /action="(\/meetings\/[0-9a-f-]{36}\/claims\/[0-9a-f-]{36})"/)?.output.1)
            let confirm = Self.fields([("decision", "confirm"), ("expecting", "suggested"), ("at", "")])
            let confirmed = try await server.ask(String(claim), .post, headers: confirm.0.merging([.hxRequest: "true"]), body: confirm.1)
            #expect(confirmed.status == .ok)
            #expect(confirmed.text.contains("confirmed"))
            // What else of the page counts findings comes with them.
            #expect(confirmed.text.contains("<div id=\"told\" hx-swap-oob=\"true\">"))
            #expect(confirmed.text.contains("id=\"next-time\"") && !confirmed.text.contains("<h1"))
            #expect(html.contains("<div id=\"told\">"))
            #expect(try await server.ask(String(claim), .post, headers: confirm.0, body: confirm.1).status == .conflict)
            #expect(try await server.ask(String(claim)).text.contains("confirmed by you"))
            let reject = Self.fields([("decision", "reject"), ("expecting", "confirmed"), ("at", "")])
            #expect(try await server.ask(String(claim), .post, headers: reject.0, body: reject.1).status == .seeOther)
            #expect(try await server.ask(page).text.contains("set aside"))

            // Correct misheard words.
            let edit = try await server.ask("\(page)/utterances/2").text
            let words = Self.fields([("transcript", try #require(value("transcript", in: edit))), ("text", "If that went away it would save us fifty thousand euros a year. Nightjar.")])
            #expect(try await server.ask("\(page)/utterances/2/words", .post, headers: words.0, body: words.1).status == .seeOther)
            #expect(try await server.ask(page).text.contains("fifty thousand"))

            // Search, list, compare, export.
            #expect(try await server.ask("/search?words=nightjar").text.contains("<mark>Nightjar</mark>"))
            #expect(try await server.ask("/search?words=zebrafinch").text.contains("Nothing in sight for you was found"))
            #expect(try await server.ask("/meetings?person=mikko").text.contains("kickoff"))
            #expect(try await server.ask("/meetings?person=nobody").text.contains("No meeting fits"))
            #expect(try await server.ask("/compare?left=\(id)&right=\(id)").text.contains("One meeting against one"))
            #expect(try await server.ask("/compare.json?left=\(id)&right=\(id)").status == .ok)
            let json = try await server.ask("\(page)/export.json")
            let document = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any]
            #expect(document?["covalence"] as? String == "reading/1")
            #expect(try await server.ask("\(page)/findings.csv").text.hasPrefix("id,section"))
            #expect(try await server.ask("\(page)/utterances.csv").text.contains("Nightjar"))
            let report = try await server.ask("\(page)/report")
            #expect(report.headers[.contentDisposition]?.contains("attachment") == true)
            #expect(report.text.contains("Nightjar") && !report.text.contains("<script"))
            #expect(try await server.ask("\(page)/original").text == Self.transcript)

            // Title, day, outcome.
            let about = Self.fields([("title", "First talk"), ("day", "2026-03-04"), ("time", "10:30"), ("language", "en"), ("outcome", "advanced"), ("advancedTo", "a visit")])
            #expect(try await server.ask("\(page)/details", .post, headers: about.0, body: about.1).status == .seeOther)
            let described = try await server.ask(page).text
            #expect(described.contains("First talk") && described.contains("4 March 2026, 10:30") && described.contains("went on to: a visit"))

            // Erase.
            #expect(try await server.ask("\(page)/erase").text.contains("7 utterances"))
            #expect(try await server.ask("\(page)/erase", .post).status == .seeOther)
            #expect(try await server.ask(page).status == .notFound)
            #expect(try await server.ask("/search?words=nightjar").text.contains("Nothing in sight for you was found"))
        }
    }

    @Test func aRecordingIsPlayedFromWhereItIsAskedAndAnythingElseIsRefused() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let upload = Self.form([("kickoff.vtt", Array(Self.transcript.utf8))])
            let rows = try await server.ask("/uploads", .post, headers: upload.0, body: upload.1).text
            let id = try #require(rows.firstMatch(of: /\/meetings\/([0-9a-f-]{36})/)?.output.1)
            // A WAV header of 44 bytes and 100,000 bytes of silence.
            let wav = Array("RIFF".utf8) + [0xC4, 0x86, 1, 0] + Array("WAVEfmt ".utf8) + [16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0]
                + Array("data".utf8) + [0xA0, 0x86, 1, 0] + [UInt8](repeating: 0, count: 100_000)
            let recording = Self.form([("talk.wav", wav)], field: "recording")
            #expect(try await server.ask("/meetings/\(id)/recording", .post, headers: recording.0, body: recording.1).status == .seeOther)
            let part = try await server.ask("/meetings/\(id)/recording", headers: [.range: "bytes=0-43"])
            #expect(part.status == .partialContent)
            #expect(part.bytes == Array(wav[0..<44]))
            #expect(try await server.ask("/meetings/\(id)").text.contains("data-recording"))
            let other = Self.form([("talk.mp3", Array("not sound at all".utf8))], field: "recording")
            let refused = try await server.ask("/meetings/\(id)/recording", .post, headers: other.0, body: other.1)
            #expect(refused.status == .unprocessableContent)
            // It is the meeting itself, with what is wrong at the form, from which another is chosen; what was there is still played.
            #expect(refused.text.contains("id=\"m-recording-problem\">talk.mp3 is not a recording that can be played. Use mp3, m4a, wav, ogg, mp4 or webm.</span>"))
            #expect(refused.text.contains("aria-invalid=\"true\" aria-describedby=\"m-recording-problem\" autofocus"))
            #expect(refused.text.contains("action=\"/meetings/\(id)/recording\"") && refused.text.contains("data-recording") && refused.text.contains("forty thousand"))
            #expect(try await server.ask("/meetings/\(id)/recording").bytes == wav)
            let nothing = Self.form([("", [])], field: "recording")
            let empty = try await server.ask("/meetings/\(id)/recording", .post, headers: nothing.0, body: nothing.1)
            #expect(empty.status == .unprocessableContent)
            #expect(empty.text.contains("id=\"m-recording-problem\">No file was chosen."))
            #expect(try await !server.ask("/meetings/\(id)").text.contains("m-recording-problem"))
        }
    }

    @Test func whoChoosesARecordingWhereSomebodyWasFasterIsTold() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let upload = Self.form([("kickoff.vtt", Array(Self.transcript.utf8))])
            let rows = try await server.ask("/uploads", .post, headers: upload.0, body: upload.1).text
            let page = "/meetings/\(try #require(rows.firstMatch(of: /\/meetings\/([0-9a-f-]{36})/)?.output.1))"
            func wave(_ byte: UInt8) -> [UInt8] {
                Array("RIFF".utf8) + [40, 0, 0, 0] + Array("WAVEfmt ".utf8) + [16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0]
                    + Array("data".utf8) + [4, 0, 0, 0] + [UInt8](repeating: byte, count: 4)
            }
            func seen() async throws -> String {
                let html = try await server.ask(page).text
                let form = try #require(html.range(of: "action=\"\(page)/recording\""))
                return try #require(value("seen", in: String(html[form.upperBound...])))
            }
            func send(_ byte: UInt8, seeing what: String) async throws -> TestClient.Response {
                let form = Self.form(("talk.wav", wave(byte)), field: "recording", behind: ("seen", what))
                return try await server.ask("\(page)/recording", .post, headers: form.0, body: form.1)
            }
            // Both opened the meeting while it had none.
            let before = try await seen()
            #expect(before == "none")
            #expect(try await send(1, seeing: before).status == .seeOther)
            let second = try await send(2, seeing: before)
            #expect(second.status == .conflict)
            #expect(second.text.contains("The recording of this meeting was changed while you were looking at it"))
            #expect(try await server.ask("\(page)/recording").bytes == wave(1))
            // With what is there now in sight it may take its place, and then the first is told.
            let first = try await seen()
            #expect(try await send(2, seeing: first).status == .seeOther)
            #expect(try await send(3, seeing: first).status == .conflict)
            #expect(try await server.ask("\(page)/recording").bytes == wave(2))
            #expect(try await send(3, seeing: "neither").status == .unprocessableContent)
        }
    }

    @Test func whoIsToldOfOthersChoicesKeepsTheirOwnAlsoWhileThoseAreTried() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            // More rows than are tried at once: a job does it, which nobody runs here.
            let table = "Account ID,Account Name,City\n" + (1...2_001).map { "\($0),Name \($0),Oulu\n" }.joined()
            let upload = Self.form([("accounts.csv", Array(table.utf8))])
            let rows = try await server.ask("/imports/files", .post, headers: upload.0, body: upload.1).text
            let page = "/imports/\(try #require(rows.firstMatch(of: /\/imports\/([0-9a-f-]{36})/)?.output.1))"
            let open = try await server.ask(page).text
            let version = try #require(value("version", in: open))
            func send(_ source: String, city: String) async throws -> TestClient.Response {
                let form = Self.fields([
                    ("version", version), ("kind", "account"), ("source", source), ("column-0", "id"), ("column-1", "name"), ("column-2", city),
                ])
                return try await server.ask("\(page)/mapping", .post, headers: form.0, body: form.1)
            }
            #expect(try await send("hubspot", city: "city").status == .seeOther)
            // The page of what is being tried asks for itself again.
            #expect(try await server.ask(page).text.contains("hx-get=\"\(page)\""))
            let told = try await send("pipedrive", city: "note")
            #expect(told.status == .unprocessableContent && !told.text.contains("hx-get=\"\(page)\""))
            #expect(told.text.contains("Now it is “HubSpot”") && told.text.contains("<option value=\"pipedrive\" selected>"))
            #expect(told.text.contains("Now it is “city”") && told.text.contains("<option value=\"note\" selected>"))
        }
    }

    @Test func aFileWithBrokenPlacesWaitsForAPerson() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let broken = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Anna>Hello there everybody.\n\nwords without a time\nmore of them\n\n00:00:oops --> 00:00:09.000\n<v Anna>These words are lost.\n\n00:00:10.000 --> 00:00:12.000\n<v Mikko>Good to see you.\n"
            let upload = Self.form([("broken.vtt", Array(broken.utf8))])
            let rows = try await server.ask("/uploads", .post, headers: upload.0, body: upload.1).text
            #expect(rows.contains("cannot be read"))
            let waiting = try await server.ask("/waiting").text
            let form = try #require(waiting.firstMatch(of: /action="(\/waiting\/[0-9a-f-]{36})"/)?.output.1)
            let rest = Self.fields([("choice", "rest")])
            let taken = try await server.ask(String(form), .post, headers: rest.0, body: rest.1)
            #expect(taken.status == .seeOther)
            let location = try #require(taken.headers[.location])
            #expect(location.hasPrefix("/meetings/"))
            #expect(try await server.ask(location).status == .ok)
        }
    }

    @Test(arguments: [
        "/meetings/nonsense", "/meetings/0195a3c2-7d10-7000-8000-00000000a001", "/meetings/0195a3c2-7d10-7000-8000-00000000a001/recording",
        "/meetings/0195a3c2-7d10-7000-8000-00000000a001/cast", "/meetings/0195a3c2-7d10-7000-8000-00000000a001/export.json", "/compare?left=x&right=y",
    ])
    func whatIsNotThereIsSaidPlainly(path: String) async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let answer = try await server.ask(path)
            #expect(answer.status == .notFound)
        }
    }

    @Test func aFormIsReadAsBrowsersWriteIt() {
        let form = FormFields("a=1&b=two+words&c=%C3%A9%26&d=%zz%4&e&=x&a=2&f=++")
        #expect(form["a"] == "1")
        #expect(form["b"] == "two words")
        #expect(form["c"] == "é&")
        #expect(form["d"] == "%zz%4")
        #expect(form["e"] == nil)
        #expect(form.raw("e") == "")
        #expect(form["f"] == nil)
        #expect(FormFields("").raw("a") == nil)
    }

    @Test func foundWordsAreMarked() {
        let terms = SearchTerms("\"Next step\" implement*")
        #expect(terms.parts(of: "The next big step: Implementing.") == [
            .init(text: "The ", isHit: false), .init(text: "next", isHit: true), .init(text: " big ", isHit: false), .init(text: "step", isHit: true),
            .init(text: ": ", isHit: false), .init(text: "Implementing", isHit: true), .init(text: ".", isHit: false),
        ])
    }

    @Test(arguments: [(1234567.0, "1,234,567"), (-1234.0, "−1,234"), (0.4, "0"), (999.5, "1,000")])
    func wholeNumbers(number: Double, text: String) { #expect(NumberText.whole(number) == text) }

    @Test(arguments: [(0.456, 2, "0.46"), (-0.05, 1, "−0.1"), (-0.001, 2, "0.00"), (1.999, 2, "2.00"), (12.0, 1, "12.0")])
    func decimals(number: Double, digits: Int, text: String) { #expect(NumberText.decimal(number, digits) == text) }
}

extension HTTPFields {
    func merging(_ other: HTTPFields) -> HTTPFields {
        var merged = self
        for field in other { merged[field.name] = field.value }
        return merged
    }
}
