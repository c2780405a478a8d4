import Covalence
import Foundation
import HTTPTypes
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("What programs do over the API, from beginning to end")
struct APIFlowTests {
    private static let words = """
        WEBVTT

        00:00:00.000 --> 00:00:04.000
        <v Anna>What would that bring you?

        00:00:05.000 --> 00:00:09.000
        <v Mikko>It saves us money, about forty thousand a year.

        """

    /// The end of what `Location` or `Content-Location` says.
    private static func place(_ reply: APIReply) -> String {
        (reply.header("Location") ?? reply.header("Content-Location") ?? "").replacing(APIPath.root, with: "")
    }

    @Test("a meeting comes in, is corrected, decided on, exported and erased; what was seen too early changes nothing")
    func meeting() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            let vtt: HTTPFields = [.contentType: "text/vtt"]
            let came = try await client.ask(.post, "/meetings?name=kickoff.vtt&seller=Anna&customer=Mikko", Self.words, headers: vtt)
            #expect(came.status == 200 && came.json["state"] == "imported", "\(came.response.text)")
            let place = Self.place(came)
            #expect(place == "/meetings/\(came.json["meeting"]?.string ?? "")")
            #expect(try await client.ask(.post, "/meetings?name=again.vtt", Self.words, headers: vtt).json["state"] == "already-there")
            #expect(try await client.ask(.post, "/meetings", "", headers: vtt).problem == "refused")
            #expect(try await client.ask(.post, "/meetings", Self.words).status == 200)
            #expect(try await client.ask(.post, "/meetings", Self.words, headers: [.contentType: "image/png"]).status == 415)

            let seen = try await client.ask(.get, place)
            let tag = try #require(seen.header("ETag"))
            let changed = try await client.ask(.patch, place, #"{"title":"First meeting"}"#, headers: [.ifMatch: tag])
            #expect(changed.json["title"] == "First meeting")
            #expect(try await client.ask(.patch, place, #"{"title":"Late"}"#, headers: [.ifMatch: tag]).problem == "version-stale")
            #expect(try await client.change(.put, "\(place)/outcome", #"{"advanced":true,"to":"a trial"}"#, seeing: place).json["outcome"]?["to"] == "a trial")

            let cast = try await client.ask(.get, "\(place)/cast")
            let mikko = try #require(cast.json["participants"]?.items?.first { $0["name"] == "Mikko" }?["id"]?.string)
            let said = try await client.ask(
                .post, "\(place)/cast", #"{"change":"say","participants":[{"id":"\#(mikko)","name":"Mikko Salo","organization":"Halden"}]}"#, headers: [.ifMatch: cast.header("ETag") ?? ""]
            )
            #expect(said.json["participants"]?.items?.contains { $0["name"] == "Mikko Salo" && $0["side"] == "customer" } == true, "\(said.response.text)")
            #expect(try await client.ask(.post, "\(place)/cast", #"{"change":"merge"}"#, headers: [.ifMatch: said.header("ETag") ?? ""]).places == ["/absorbed"])
            let undone = try await client.ask(.post, "\(place)/cast/undo", headers: [.ifMatch: said.header("ETag") ?? ""])
            #expect(undone.json["participants"]?.items?.contains { $0["name"] == "Mikko" } == true)
            #expect(try await client.change(.put, "\(place)/participants/\(mikko)/consent/training", #"{"state":"given","on":"2026-03-04"}"#, seeing: "\(place)/cast").json["words"] == "kept")
            #expect(try await client.ask(.put, "\(place)/participants/\(mikko)/consent/singing", #"{"state":"given"}"#).places == ["purpose"])

            let words = try await client.ask(.get, "\(place)/words?limit=1")
            #expect(words.json["items"]?.items?.first?["text"] == "What would that bring you?")
            let next = try #require(words.json["next"]?.string)
            #expect(try await client.ask(.get, "\(place)/words?limit=1&cursor=\(QueryText.encode(next))").json["items"]?.items?.first?["index"] == 1)
            let corrected = try await client.ask(
                .patch, "\(place)/words", #"{"corrections":[{"utterance":0,"text":"What would it bring you?"}]}"#, headers: [.ifMatch: words.header("ETag") ?? ""]
            )
            #expect(corrected.json["transcriptVersion"] == 2)
            #expect(try await client.ask(.patch, "\(place)/words", #"{"corrections":[{"utterance":0,"text":"Late"}]}"#, headers: [.ifMatch: words.header("ETag") ?? ""]).status == 412)

            let findings = try await client.ask(.get, "\(place)/findings")
            let claim = try #require(findings.json["items"]?.items?.compactMap { $0["claim"]?.string }.first)
            let open = try await client.ask(.get, "/claims/\(claim)")
            let confirmed = try await client.ask(.post, "/claims/\(claim)/decisions", #"{"verdict":"confirm"}"#, headers: [.ifMatch: open.header("ETag") ?? ""])
            #expect(confirmed.json["standing"] == "confirmed")
            #expect(try await client.ask(.post, "/claims/\(claim)/decisions", #"{"verdict":"reject"}"#, headers: [.ifMatch: open.header("ETag") ?? ""]).status == 412)
            #expect(try await client.ask(.get, "/claims/\(claim)/decisions").json["items"]?.items?.last?["standing"] == "confirmed")

            #expect(try await client.ask(.get, "\(place)/export").response.text.contains("\"reading/1\""))
            #expect(try await client.ask(.get, "\(place)/tables/utterances").header("Content-Type")?.hasPrefix("text/csv") == true)
            #expect(try await client.ask(.get, "\(place)/original").response.text == Self.words)
            #expect(try await client.ask(.get, "/search?text=forty").json["moments"]?.items?.count == 1)
            #expect(try await client.ask(.post, "\(place)/erasure").status == 204)
            #expect([404, 410].contains(try await client.ask(.get, place).status))
        }
    }

    @Test("accounts, people and duplicates")
    func directory() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            let first = try await client.ask(.post, "/organizations", #"{"name":"Halden Paper","kind":"customer"}"#).json["id"]?.string ?? ""
            let second = try await client.ask(.post, "/organizations", #"{"name":"Halden Paper Oy","kind":"customer"}"#).json["id"]?.string ?? ""
            let merge = try await client.ask(.post, "/organizations/\(first)/merges", #"{"absorbed":"\#(second)"}"#)
            #expect(merge.json["kept"]?.string == first, "\(merge.response.text)")
            #expect(try await client.ask(.get, "/organizations").json["items"]?.items?.count == 1)
            let id = merge.json["merge"]?.string ?? ""
            #expect(try await client.ask(.delete, "/merges/\(id)").status == 204)
            #expect(try await client.ask(.get, "/organizations").json["items"]?.items?.count == 2)
            #expect(try await client.ask(.get, "/merges").json["items"]?.items?.contains { $0["id"]?.string == id && $0["isUndone"] == false } == false)
            #expect(try await client.ask(.post, "/organizations/\(first)/merges", #"{"absorbed":"\#(first)"}"#).problem == "refused")
            let mail = "From: Eeva Rinne <eeva@halden.example>\nTo: anna@norrvik.example\nMessage-ID: <a@halden.example>\nDate: Wed, 04 Mar 2026 09:30:00 +0000\nSubject: Offer\n\nThank you.\n"
            let taken = try await client.ask(.post, "/mail-imports?createPeople=false", mail, headers: [.contentType: "message/rfc822"])
            #expect(taken.json["added"] == 1, "\(taken.response.text)")
            #expect(try await client.ask(.post, "/mail-imports?createPeople=false", mail, headers: [.contentType: "message/rfc822"]).json["alreadyThere"] == 1)
            #expect(try await client.ask(.post, "/mail-imports", "nothing", headers: [.contentType: "message/rfc822"]).problem == "refused")
            let unknown = try await client.ask(.get, "/identities")
            #expect(unknown.json["items"]?.items?.contains { $0["address"] == "eeva@halden.example" } == true, "\(unknown.response.text)")
            let person = try await client.ask(.post, "/identities", #"{"address":"eeva@halden.example","newPerson":{"name":"Eeva Rinne"}}"#)
            #expect(person.json["person"]?.string.map { Identifier<Person>($0) != nil } == true, "\(person.response.text)")
            let erased = try await client.ask(.post, "/people/\(person.json["person"]?.string ?? "")/erasure")
            #expect(erased.json["interactions"] == 1, "\(erased.response.text)")
        }
    }

    @Test("members, teams, settings, privacy and jobs are the administrator’s")
    func administration() async throws {
        let bench = try await TestBench()
        let seller = try await bench.token("seller", .salesperson)
        try await bench.program(secret: try await bench.token().secret) { client in
            let invited = try await client.ask(.post, "/members", #"{"name":"Anna Lind","address":"anna@norrvik.example","role":"manager"}"#)
            #expect(invited.status == 201 && invited.json["invitation"]?["link"]?.string?.contains("/invitation?token=") == true, "\(invited.response.text)")
            let anna = invited.json["id"]?.string ?? ""
            #expect(try await client.ask(.get, "/members/\(anna)").json["invitation"] == nil)
            #expect(try await client.ask(.post, "/members", #"{"name":"Anna","address":"anna@norrvik.example","role":"manager"}"#).problem == "exists")
            #expect(try await client.change(.patch, "/members/\(anna)", #"{"role":"reader"}"#).json["role"] == "reader")
            #expect(try await client.change(.patch, "/members/\(anna)", #"{"role":"reader","state":"suspended"}"#).problem == "refused")
            let team = try await client.ask(.post, "/teams", #"{"name":"North","members":[{"member":"\#(anna)","manages":true}]}"#)
            #expect(team.status == 201)
            let place = Self.place(team)
            #expect(try await client.change(.put, place, #"{"name":"South","members":[]}"#).json["name"] == "South")
            #expect(try await client.ask(.delete, place).status == 204)
            #expect(try await client.ask(.get, place).status == 404)

            #expect(try await client.change(.patch, "/settings", #"{"settings":{"jobDays":7}}"#).json["settings"]?["jobDays"] == 7)
            #expect(try await client.change(.patch, "/settings", #"{"settings":{"jobDaze":7}}"#).problem == "refused")
            #expect(try await client.change(.put, "/privacy/retention", #"{"notes":30}"#, seeing: "/privacy").json["retention"]?["notes"] == 30)
            #expect(try await client.ask(.get, "/privacy/policy-preview?withoutEverybodysConsent=refuse").json["meetings"] == 0)
            #expect(try await client.change(.put, "/privacy/policy", #"{"withoutEverybodysConsent":"analyse-keep-no-words"}"#, seeing: "/privacy").status == 200)
            #expect(try await client.ask(.get, "/privacy").json["withoutEverybodysConsent"] == "analyse-keep-no-words")
            #expect(try await client.ask(.post, "/privacy/retention-runs").json["removed"] != nil)
            #expect(try await client.ask(.get, "/jobs?state=done").json["items"]?.items?.isEmpty == false)

            let hook = try await client.ask(.post, "/webhooks", #"{"address":"http://127.0.0.1:9/hook","kinds":["meeting.imported"]}"#, headers: [.known("Idempotency-Key"): "hook"])
            #expect(hook.status == 201 && hook.json["secret"]?.string?.hasPrefix("whsec_") == true, "\(hook.response.text)")
            // Sent again it is the same webhook, and its secret is not told twice.
            let again = try await client.ask(.post, "/webhooks", #"{"address":"http://127.0.0.1:9/hook","kinds":["meeting.imported"]}"#, headers: [.known("Idempotency-Key"): "hook"])
            #expect(again.json["id"] == hook.json["id"] && again.json["secret"] == nil)
            #expect(try await client.ask(.post, Self.place(hook) + "/test").json["state"] == "waiting")
            #expect(try await client.ask(.delete, Self.place(hook)).status == 204)

            #expect(try await client.ask(.get, "/tokens").json["items"]?.items?.count == 2)
            #expect(try await client.ask(.delete, "/tokens/\(seller.id)").status == 204)
            var them = client
            them.secret = seller.secret
            #expect(try await them.ask(.get, "/me").status == 401)
        }
    }
}
