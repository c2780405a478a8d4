import Covalence
import Foundation
public import SignIn
public import Store

/// What came of an address and a password.
public enum SignInOutcome: Sendable {
    /// The token is for the cookie.
    case signedIn(SecretToken, Session)
    /// They were right; ask for the one-time code and send all three again.
    case needsCode
}

extension Workbench {
    /// Lets a member in. Unknown addresses, wrong passwords and accounts that are not active get the same refusal in the same time.
    ///
    /// - Parameters:
    ///   - code: a one-time code or a recovery code; nil or empty where none was typed.
    ///   - origin: the network address, for the audit and against guessing.
    /// - Throws: `DoorProblem`.
    public func signIn(
        address: String, password: String, code: String? = nil, origin: String, browser: String
    ) async throws -> SignInOutcome {
        let address = Self.typed(address)
        let attempt = Doorkeeper.Attempt(account: address, in: store.id, origin: origin)
        do {
            try doorkeeper.begin(attempt, at: machineTime())
        } catch {
            try await note(.signInRefused, origin: origin, isRefused: true)
            throw error
        }
        // Whether it could be a password at all depends on what was typed only: refusing it at once tells nothing.
        guard let entered = try? Password(entered: password) else { throw try await refusal(nil, origin) }
        let found = try await store.member(withAddress: address)
        let member = found?.state == .active ? found : nil
        var credentials: Credentials?
        if let member { credentials = try await store.credentials(of: member.id) }
        guard try await matches(entered, credentials?.password, attempt), let member, let credentials else {
            throw try await refusal(found, origin)
        }
        if let secret = credentials.oneTimeCodeSecret {
            guard let code = code?.trimmingCharacters(in: .whitespacesAndNewlines), !code.isEmpty else {
                doorkeeper.withdraw(attempt)
                return .needsCode
            }
            guard try await accepts(code, secret: secret, of: member) else {
                try await note(.signInRefused, origin: origin, subject: .member(member.id), isRefused: true)
                throw DoorProblem.wrongCode
            }
        }
        let signedIn = try await beginSession(of: member, origin: origin, browser: browser)
        doorkeeper.succeeded(attempt)
        await rehash(entered, of: member, from: credentials.password)
        return .signedIn(signedIn.token, signedIn.session)
    }

    /// What was typed as an address, as members have it; of a longer text only the beginning.
    static func typed(_ address: String) -> String {
        String(decoding: address.utf8.prefix(1024), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    /// Whether a password is the one of a stored hash; without one it takes as long and says no.
    private func matches(_ password: Password, _ stored: String?, _ attempt: Doorkeeper.Attempt) async throws -> Bool {
        do {
            let hash: PasswordHash?
            do { hash = try stored.map { text throws(PasswordHashProblem) in try PasswordHash(parsing: text) } } catch { throw PasswordHasherProblem.hash(error) }
            return try await doorkeeper.hasher.verify(password, against: hash)
        } catch let problem as PasswordHasherProblem {
            doorkeeper.withdraw(attempt)
            throw DoorProblem.hasher(problem)
        }
    }

    /// The error to throw, after its trace was left. The log says whose account it was; the answer does not.
    private func refusal(_ member: Member?, _ origin: String) async throws -> DoorProblem {
        try await note(.signInRefused, origin: origin, subject: member.map { .member($0.id) } ?? .workspace, isRefused: true)
        return .refused
    }

    /// Uses up a one-time or a recovery code.
    func accepts(_ code: String, secret stored: Data, of member: Member) async throws -> Bool {
        if let secret = OneTimeSecret(stored: stored),
           let step = secret.step(of: code, at: machineTime().milliseconds / 1000, lastUsed: nil),
           try await store.useStep(step, of: member.id) { return true }
        guard let recovery = RecoveryCode(entered: code) else { return false }
        return try await store.useRecoveryCode(recovery.digest.data, of: member.id)
    }

    /// Hashes a password anew where hashes are made in another way now. That it does not work keeps nobody out.
    private func rehash(_ password: Password, of member: Member, from stored: String?) async {
        guard let stored, let hash = try? PasswordHash(parsing: stored), hash.needsRehash(for: doorkeeper.hasher.parameters),
              let fresh = try? await doorkeeper.hasher.hash(password)
        else { return }
        try? await store.changeCredentials(of: member.id, endingSessions: false, keeping: nil) { credentials in
            if credentials.password == stored { credentials.password = fresh.encoded }
        }
    }

    // MARK: For the use cases beside this one

    /// The hash of a new password.
    func hashed(_ password: String, for member: Member) async throws -> String {
        let chosen: Password
        do { chosen = try Password(chosen: password, for: [member.address, member.name]) } catch { throw DoorProblem.password(error) }
        do { return try await doorkeeper.hasher.hash(chosen).encoded } catch { throw DoorProblem.hasher(error) }
    }

    /// Throws where this is not the member's present password; throttled like signing in. Gives back the hash it was compared with.
    func confirm(_ password: String, of member: Member, origin: String) async throws -> String {
        let attempt = Doorkeeper.Attempt(account: member.address, in: store.id, origin: origin)
        try doorkeeper.begin(attempt, at: machineTime())
        guard let stored = try await store.credentials(of: member.id).password else {
            doorkeeper.withdraw(attempt)
            throw DoorProblem.noPassword
        }
        guard let entered = try? Password(entered: password), try await matches(entered, stored, attempt) else {
            try await note(.signInRefused, .member(member.id), origin: origin, subject: .member(member.id), isRefused: true)
            throw DoorProblem.wrongPassword
        }
        doorkeeper.succeeded(attempt)
        return stored
    }
}

extension OneTimeSecret {
    /// As the store keeps it: base32.
    var stored: Data { Data(base32.utf8) }

    /// Reads what the store keeps.
    init?(stored: Data) { self.init(base32: String(decoding: stored, as: UTF8.self)) }
}
