@testable import SignIn
import Foundation
import Testing

@Suite struct OneTimeCodeTests {
    private let secret = OneTimeSecret(bytes: Array("12345678901234567890".utf8))

    /// RFC 6238, appendix B, SHA-1.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ] as [(Int64, String)])
    func codesAreThoseOfTheStandard(seconds: Int64, expected: String) {
        #expect(secret.digits(8, atStep: OneTimeSecret.step(at: seconds)) == expected)
        #expect(secret.code(atStep: OneTimeSecret.step(at: seconds)) == String(expected.suffix(6)))
    }

    @Test func aCodeCountsOnceAndOneStepAround() {
        let now: Int64 = 1_111_111_111
        let step = OneTimeSecret.step(at: now)
        #expect(secret.step(of: "050 471", at: now, lastUsed: nil) == step)
        #expect(secret.step(of: "050471", at: now, lastUsed: step) == nil)
        #expect(secret.step(of: "050471", at: now + 30, lastUsed: step - 1) == step)
        #expect(secret.step(of: "050471", at: now - 30, lastUsed: nil) == step)
        #expect(secret.step(of: "050471", at: now + 60, lastUsed: nil) == nil)
        for text in ["", "05047", "0504711", "05047a", "٠٥٠٤٧١", String(repeating: "0", count: 100_000)] {
            #expect(secret.step(of: text, at: now, lastUsed: nil) == nil)
        }
        #expect(secret.step(of: "000000", at: -5, lastUsed: nil) == nil)
    }

    /// RFC 4648, section 10, without the padding.
    @Test(arguments: [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")])
    func base32IsTheStandards(plain: String, encoded: String) {
        #expect(Base32.encoded(Array(plain.utf8)) == encoded)
        #expect(Base32.decoded(encoded) == Array(plain.utf8))
    }

    @Test func brokenSecretsAreRefused() {
        for text in ["", "MY", "MZ", "1111111111111111111111111111", "ééé"] { #expect(OneTimeSecret(base32: text) == nil) }
        #expect(OneTimeSecret(base32: secret.base32)?.base32 == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    }

    @Test func theAddressIsEscaped() {
        #expect(
            secret.address(issuer: "A & B: Sales?", account: "anna@example.org")
                == "otpauth://totp/A%20%26%20B%20Sales%3F:anna%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=A%20%26%20B%20Sales%3F&algorithm=SHA1&digits=6&period=30")
    }

    @Test func thePictureHasATitleAndNoStyle() throws {
        let picture = try #require(QRPicture(of: secret.address(issuer: "Covalence", account: "a@b.c"), title: "Key <1> & \"2\""))
        #expect(picture.svg.contains("<title>Key &lt;1&gt; &amp; &quot;2&quot;</title>"))
        #expect(!picture.svg.contains("style="))
        #expect(picture.svg.hasPrefix("<svg ") && picture.svg.hasSuffix("/></svg>"))
        #expect(QRPicture(of: "", title: "x") == nil)
        #expect(QRPicture(of: String(repeating: "x", count: 1_025), title: "x") == nil)
        #expect(QRPicture(of: String(repeating: "x", count: 1_024), title: "x") != nil)
        if let path = ProcessInfo.processInfo.environment["COVALENCE_QR_OUT"] { try picture.svg.write(toFile: path, atomically: true, encoding: .utf8) }
    }

    @Test func recoveryCodesAreFoundHoweverTheyAreTyped() throws {
        let codes = RecoveryCode.make()
        #expect(codes.count == 10)
        #expect(Set(codes.map(\.text)).count == 10)
        let digests = codes.map(\.digest)
        for (place, code) in codes.enumerated() {
            #expect(code.text.count == 19)
            let typed = " " + code.text.uppercased().replacing("-", with: " ").replacing("0", with: "O").replacing("1", with: "I")
            #expect(RecoveryCode(entered: typed)?.place(among: digests) == place)
        }
        #expect(try #require(RecoveryCode.make().first).place(among: digests) == nil)
        for text in ["", "abcd", "uuuu-uuuu-uuuu-uuuu", String(repeating: "a", count: 100_000)] { #expect(RecoveryCode(entered: text) == nil) }
    }
}
