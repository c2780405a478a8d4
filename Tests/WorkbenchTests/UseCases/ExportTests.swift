import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

@Suite("Export")
struct ExportTests {
    @Test("the document says who, what was measured and found, and what people decided")
    func document() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let claim = try await room.open(id).claim(.benefit)
        try await room.bench.decide(claim.id, .confirm, expecting: .suggested, by: .owner)
        try await room.bench.setOutcome(of: id, MeetingOutcome(advanced: true, to: "a trial"), by: .owner)
        let json = try await room.bench.exportDocument(of: id, by: .owner).json()
        let root = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect(root["covalence"] as? String == "reading/1")
        let head = try #require(root["meeting"] as? [String: Any])
        #expect(head["id"] as? String == id.description)
        #expect(head["title"] as? String == "first" && head["file"] as? String == "first.vtt" && head["utterances"] as? Int == 6)
        #expect((head["outcome"] as? [String: Any])?["to"] as? String == "a trial")
        let people = try #require(root["participants"] as? [[String: Any]])
        #expect(people.map { $0["name"] as? String } == ["Anna Berg", "Ben Holt"])
        #expect(people.map { $0["side"] as? String } == ["seller", "customer"])
        let standings = try #require(root["standings"] as? [String: String])
        #expect(standings.filter { $0.key.hasPrefix("benefit-") }.map(\.value) == ["confirmed"])
        let findings = try #require((root["reading"] as? [String: Any])?["findings"] as? [[String: Any]])
        #expect(findings.contains { $0["kind"] as? String == "benefit" && $0["isConfirmed"] as? Bool == true })
        // Twice the same, so that two exports can be compared.
        #expect(try await room.bench.exportDocument(of: id, by: .owner).json() == json)
    }

    @Test("tables have a row a finding and a row an utterance")
    func tables() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let open = try await room.open(id)
        let findings = rows(try await room.bench.exportTable(.findings, of: id, by: .owner))
        #expect(findings.count == open.analysis.reading.findings.count + 1)
        let benefit = try #require(findings.first { $0.contains("Benefit statement") })
        // Columns by name, so that their order may change.
        let columns = Dictionary(uniqueKeysWithValues: zip(findings[0], benefit))
        #expect(columns["utterance"] == "2" && columns["start_ms"] == "4000" && columns["end_ms"] == "7000")
        #expect(columns["side"] == "customer" && columns["participant"] == "Ben Holt" && columns["standing"] == "suggested")
        #expect(columns["attributes"] == "effect=saving" && columns["engine"] == "phrases-en/1")
        let utterances = rows(try await room.bench.exportTable(.utterances, of: id, by: .owner))
        #expect(utterances.count == 7)
        #expect(utterances.map(\.count).allSatisfy { $0 == 8 })
        #expect(utterances[1].last == talk[0].1)
    }

    @Test("cells that a spreadsheet would compute are text, and markup stays as it is")
    func hostileCells() async throws {
        let room = try await Room.open()
        let lines = [
            ("=HYPERLINK(1)", "=1+1 that saves us money"), ("<script>alert(1)</script>", "@SUM(A1), \"quoted\""), ("-2+3", "+49 30 123"),
        ]
        let id = try await room.meeting(vtt(lines), details: ImportDetails()).id
        let open = try await room.open(id)
        var people = open.cast.cast.participants
        for index in people.indices { people[index].side = .customer }
        people[0].organization = "=cmd|' /C calc'!A0"
        try await room.bench.edit(castOf: id, .say(people), expecting: 1, by: .owner)
        for table in ExportTable.allCases {
            for row in rows(try await room.bench.exportTable(table, of: id, by: .owner)).dropFirst() {
                for cell in row { #expect(!["=", "+", "-", "@", "\t", "\r"].contains(String(cell.prefix(1))), "“\(cell)”") }
            }
        }
        let cells = rows(try await room.bench.exportTable(.utterances, of: id, by: .owner))
        #expect(cells[1].last == "'=1+1 that saves us money")
        #expect(cells[2].last == "'@SUM(A1), \"quoted\"")
        let document = try await room.bench.exportDocument(of: id, by: .owner)
        #expect(document.participants.map(\.name) == people.map(\.name))
    }

    @Test("the original comes out as it came in, also where it is not UTF-8")
    func original() async throws {
        let room = try await Room.open()
        // Windows-1252: 0xE4 is ä.
        let content = Data("Anna: Guten Tag, sch".utf8) + Data([0xF6]) + Data("n dass Sie da sind.\r\nBen: Ja, sp".utf8) + Data([0xE4]) + Data("ter mehr.\r\n".utf8)
        let id = try await room.meeting(content, named: "a.txt", details: ImportDetails()).id
        #expect(try await room.bench.exportOriginal(of: id, by: .owner).content == content)
    }

    @Test("an original or a recording whose bytes are not there is said to be missing, with what to do; what was erased is not there")
    func missingFiles() async throws {
        let room = try await Room.open()
        let bench = room.bench, id = try await room.meeting().id
        let incoming = try await bench.receiveRecording(by: .owner)
        try incoming.append(RecordingTests.wav())
        try await bench.attachRecording(incoming, named: "a.wav", to: id, by: .owner)
        let files = bench.records.files.folder, away = room.folder.appendingPathComponent("away")
        // As on a node where the folder that nodes share is not there.
        try FileManager.default.moveItem(at: files, to: away)
        let original = await #expect(throws: StoreError.self) { try await bench.exportOriginal(of: id, by: .owner) }
        #expect(original == .missingFile(ContentHash(of: vtt()), folder: files.path))
        #expect(original?.description.contains("covalence doctor") == true)
        expectSentence(original)
        let recording = await #expect(throws: StoreError.self) { _ = try await bench.recording(of: id, by: .owner) }
        #expect(recording == .missingFile(ContentHash(of: RecordingTests.wav()), folder: files.path))
        try FileManager.default.moveItem(at: away, to: files)
        #expect(try await bench.exportOriginal(of: id, by: .owner).content == vtt())
        #expect(try await bench.recording(of: id, by: .owner)?.file.name == "a.wav")
        // Erased while it was asked for.
        let stored = try #require(try await bench.store.files(of: id).first)
        try await bench.checkErased(stored.file, of: id)
        try await bench.erase(id, by: .owner)
        let erased = await #expect(throws: StoreError.self) { try await bench.checkErased(stored.file, of: id) }
        if case .missingFile? = erased { Issue.record("It was erased.") }
    }

    @Test("whoever exports without names does not get the original, nor does who exports nothing", arguments: Role.allCases)
    func roles(role: Role) async throws {
        let world = try await Directory.open()
        let room = world.room, visitor = try await world.member("Vera", role)
        let id = try await room.meeting(details: ImportDetails()).id
        let mayTakeOut = role != .reader && role != .researcher
        if !mayTakeOut {
            let refused = await #expect(throws: NotPermitted.self) { try await room.bench.exportOriginal(of: id, by: visitor) }
            #expect(refused?.permission == (role == .reader ? .export : .listen))
        }
        #expect(await room.bench.wouldAdmit(visitor, to: .exportOriginal) == mayTakeOut)
    }

    /// Reads CSV as RFC 4180 has it, apart from our own writer.
    private func rows(_ data: Data) -> [[String]] {
        var rows: [[String]] = [[]], cell = "", isQuoted = false
        var scalars = Array(String(decoding: data, as: UTF8.self).unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"": cell.unicodeScalars.append("\""); scalars.removeFirst()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: rows[rows.count - 1].append(cell); cell = ""
            case "\r" where !isQuoted: break
            case "\n" where !isQuoted: rows[rows.count - 1].append(cell); cell = ""; rows.append([])
            default: cell.unicodeScalars.append(scalar)
            }
        }
        return rows.filter { !$0.isEmpty }
    }
}
