import Foundation
@testable import SignIn
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

    @Test func bytesAreWrittenAndReadAsFoundationWritesThemAndNothingElse() {
        var state: UInt64 = 7
        for length in 0..<60 {
            let bytes = (0..<length).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            let padded = Data(bytes).base64EncodedString(), text = padded.replacingOccurrences(of: "=", with: "")
            let textOfAddresses = text.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            #expect(Base64.unpadded(bytes) == text && Base64.url(bytes) == textOfAddresses)
            #expect(Base64.decoded(text) == bytes)
            #expect(Base64.decodedURL(textOfAddresses) == bytes)
            #expect(padded == text || Base64.decoded(padded) == nil)
        }
        // Bits left over that are not zero, one letter too many, letters of the other alphabet, and letters of none.
        #expect(Base64.decoded("QQ") == [65] && Base64.decoded("QR") == nil && Base64.decoded("QUI") == [65, 66] && Base64.decoded("QUJ") == nil)
        #expect(Base64.decoded("QUJDQ") == nil && Base64.decoded("A") == nil)
        #expect(Base64.decoded("-_-_") == nil && Base64.decodedURL("+/+/") == nil && Base64.decodedURL("-_-_") == [251, 255, 191])
        #expect(Base64.decoded("QU JD") == nil && Base64.decoded("QÜJD") == nil)
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
