@testable import SignIn
import Testing

@Suite struct PasswordTests {
    private let quick = ScryptParameters(costLog2: 4, blockSize: 1, parallelism: 1)!

    /// RFC 7914, section 12, second and third vector.
    @Test(arguments: [
        ("password", "NaCl", 10, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"),
        ("pleaseletmein", "SodiumChloride", 14, 8, 1, "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"),
    ])
    func scryptGivesTheVectorsOfTheStandard(password: String, salt: String, ln: Int, r: Int, p: Int, expected: String) throws {
        let parameters = try #require(ScryptParameters(costLog2: ln, blockSize: r, parallelism: p))
        let found = try PasswordHash.derive(Array(password.utf8), salt: Array(salt.utf8), parameters: parameters, count: 64)
        #expect(found.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
    }

    @Test func aHashFitsItsPasswordOnlyAndSurvivesStoring() throws {
        let password = try Password(chosen: "four unusual words", for: [])
        let hash = try PasswordHash(of: password, parameters: quick)
        let read = try PasswordHash(parsing: hash.encoded)
        #expect(read == hash)
        #expect(hash.encoded.hasPrefix("$scrypt$ln=4,r=1,p=1$"))
        #expect(try read.verifies(password))
        #expect(try !read.verifies(Password(entered: "four unusual Words")))
        #expect(try PasswordHash(of: password, parameters: quick).encoded != hash.encoded)
        #expect(read.needsRehash())
        #expect(!read.needsRehash(for: quick))
    }

    @Test(arguments: [
        "", "$", "$scrypt$", "$scrypt$ln=15,r=8,p=3$$", "$bcrypt$ln=4,r=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=63,r=8,p=3$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=20,r=16,p=16$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=-4,r=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=4,r=1,p=1$AAAAAAAAAAA$AAAA",
        "$scrypt$ln=4,r=1,p=1$AAAAAAAAAAA=$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$r=1,ln=4,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA$x", String(repeating: "$scrypt", count: 1_000),
    ])
    func brokenHashesAreRefused(text: String) {
        #expect(throws: PasswordHashProblem.self) { try PasswordHash(parsing: text) }
    }

    @Test func theSamePasswordTypedInAnotherWayIsTheSame() throws {
        // é as one scalar and as two; a no-break space for a space.
        let composed = try Password(chosen: "caf\u{E9} on the corner", for: [])
        let typed = try Password(entered: "cafe\u{301}\u{A0}on the corner")
        #expect(try PasswordHash(of: composed, parameters: quick).verifies(typed))
    }

    @Test(arguments: [
        ("short one", PasswordProblem.tooShort), ("", .tooShort), ("with\na line break", .controlCharacter),
        ("Password 123", .tooCommon), ("aaaaaaaaaaaaab", .tooCommon), ("qwertyuiop", .tooCommon),
        ("anna.miller@example.org", .ownName), ("AnnaMiller2026", .ownName), ("anna@example", .ownName),
        (String(repeating: "ab c", count: 65), .tooLong), (String(repeating: "x", count: 10_000_000), .tooLong),
    ])
    func unfitPasswordsAreRefused(text: String, problem: PasswordProblem) {
        #expect(throws: problem) { try Password(chosen: text, for: ["anna.miller@example.org", "Anna Miller"]) }
    }

    @Test func fitOnesAreTaken() throws {
        for text in ["annas holiday in rome", "ten chars!", String(repeating: "abcd", count: 64), "пароль из слов", "🐎🔋📎🧷🪁🧵🧶🎈🎏🎐"] {
            #expect(throws: Never.self) { try Password(chosen: text, for: ["anna.miller@example.org", "Anna Miller"]) }
        }
    }

    @Test func theHasherComparesAndADecoyNeverFits() async throws {
        let hasher = PasswordHasher(parameters: quick)
        let password = try Password(chosen: "four unusual words", for: [])
        let hash = try await hasher.hash(password)
        #expect(try await hasher.verify(password, against: hash))
        #expect(try await !hasher.verify(password, against: nil))
    }

    @Test func theHasherRefusesWhenTooManyWait() async throws {
        // Slow enough to be still running when the others arrive; with no place to wait at most one of three gets in at once.
        let hasher = PasswordHasher(mayWait: 1, parameters: try #require(ScryptParameters(costLog2: 14, blockSize: 8, parallelism: 1)))
        let password = try Password(chosen: "four unusual words", for: [])
        let outcomes = await withTaskGroup(of: PasswordHasherProblem?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do throws(PasswordHasherProblem) {
                        _ = try await hasher.hash(password)
                        return nil
                    } catch { return error }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(nil))
        #expect(outcomes.contains(.busy))
        #expect(await hasher.waitingCount == 0)
        #expect(try await hasher.verify(password, against: nil) == false)
    }
}
