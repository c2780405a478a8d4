import SignIn
import Testing

@Suite struct TokenTests {
    @Test func aTokenComesBackFromItsTextAndFitsItsDigestOnly() throws {
        let token = SecretToken.make()
        #expect(token.text.utf8.count == 43)
        let read = try #require(SecretToken(text: token.text))
        #expect(read == token)
        #expect(token.digest.matches(read))
        #expect(!token.digest.matches(.make()))
        #expect(TokenDigest(bytes: token.digest.bytes) == token.digest)
        #expect(TokenDigest(bytes: [1, 2]) == nil)
    }

    @Test(arguments: ["", "a", String(repeating: "A", count: 44), String(repeating: "+", count: 43), String(repeating: "é", count: 43)])
    func otherTextsAreNoTokens(text: String) {
        #expect(SecretToken(text: text) == nil)
    }

    @Test func theLastLetterHasNoSecondSpelling() {
        // 43 letters carry 258 bits; the last two must be zero, as in "A" but not in "B".
        let start = String(repeating: "A", count: 42)
        #expect(SecretToken(text: start + "A") != nil)
        #expect(SecretToken(text: start + "B") == nil)
    }

    /// SHA-256 of 32 zero bytes, by `head -c 32 /dev/zero | sha256sum`.
    @Test func theDigestIsSHA256() throws {
        let token = try #require(SecretToken(text: String(repeating: "A", count: 43)))
        let hex = token.digest.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(hex == "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925")
    }

    @Test func secretsAreNotPrinted() throws {
        let token = SecretToken.make()
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), dumped, "\([token])", "\(token as Any)"] {
            #expect(!text.contains(token.text))
            #expect(text.contains("(secret)"))
        }
        let secret = OneTimeSecret.make()
        #expect(!"\(secret)".contains(secret.base32))
        #expect("\(try Password(entered: "correct horse"))" == "(secret)")
    }
}
