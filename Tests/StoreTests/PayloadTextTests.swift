import Covalence
import Foundation
@testable import Store
import Testing

@Suite("Payloads of claims, read by hand")
struct PayloadTextTests {
    @Test("what is read is what any reader of JSON reads", arguments: [
        "{}", #"{"a":"b"}"#, #"{"a":"","ö":"ü €"}"#, #"{"immediate":"yes","said-by":"0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b"}"#, #"{"a":"b, c: {d}"}"#,
    ])
    func reads(text: String) throws {
        let read = try #require(PayloadText.plain(text))
        #expect(try read == JSONDecoder().decode([String: String].self, from: Data(text.utf8)))
    }

    @Test("what is escaped, written otherwise or broken is left to a reader of all JSON", arguments: [
        "", "{", "}", "[]", "{ }", #"{"a":"\"b"}"#, #"{"a":"b\/c"}"#, #"{"a": "b"}"#, #"{"a":1}"#, #"{"a":"b",}"#, #"{"a":"b""c":"d"}"#, #"{"a":"b"#, #"{"a":}"#,
        #"{"a":"b","a":"c"}"#, #"{"a"}"#, #"{,"a":"b"}"#, "{\"a\":\"b\nc\"}", #"{"a":"b"}}"#,
    ])
    func leaves(text: String) {
        #expect(PayloadText.plain(text) == nil)
    }

    @Test("a payload with every sort of sign comes back as it was written")
    func whole() async throws {
        let world = try await SellingWorld()
        let objective = try await world.objective(at: world.halden)
        let claim = world.claim("objective.need", of: objective.id, value: "x", payload: ["a/b": "c\\d \"e\" \n f", "ü": "😀", "": ""])
        try await world.workspace.add([claim], decisions: [])
        #expect(try await world.workspace.claim(claim.id) == claim)
    }
}
