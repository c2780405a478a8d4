import Covalence
import Foundation
public import SignIn
import Store

/// What an authenticator app needs, before it is confirmed. Nothing of it is stored yet.
public struct OneTimeCodeSetUp: Sendable {
    /// To send back with the first code; keep it in the form only.
    public var secret: OneTimeSecret
    /// The `otpauth://` address.
    public var address: String
    /// The address as a picture.
    public var picture: QRPicture?
}

extension Workbench {
    /// Begins to set up one-time codes for the visitor.
    public func beginOneTimeCodes(by visitor: Visitor) async throws -> OneTimeCodeSetUp {
        try await admit(visitor, to: .changeOwnAccount)
        return setUp(.make(), for: try await own(visitor))
    }

    /// The same picture again, after a wrong code.
    ///
    /// - Throws: `DoorProblem.noOneTimeCodes` where the secret is not one of ours.
    public func resumeOneTimeCodes(secret: String, by visitor: Visitor) async throws -> OneTimeCodeSetUp {
        try await admit(visitor, to: .changeOwnAccount)
        guard let secret = OneTimeSecret(base32: secret) else { throw DoorProblem.noOneTimeCodes }
        return setUp(secret, for: try await own(visitor))
    }

    /// Confirms one-time codes with the first code the app shows, and the password. From now on signing in asks for one.
    ///
    /// - Returns: recovery codes, to show once.
    /// - Throws: `DoorProblem`.
    public func confirmOneTimeCodes(
        secret text: String, code: String, password: String, by visitor: Visitor
    ) async throws -> [RecoveryCode] {
        try await admit(visitor, to: .changeOwnAccount)
        let member = try await own(visitor)
        guard let secret = OneTimeSecret(base32: text) else { throw DoorProblem.noOneTimeCodes }
        let former = try await confirm(password, of: member, origin: visitor.origin)
        guard let step = secret.step(of: code, at: machineTime().milliseconds / 1000, lastUsed: nil),
              try await store.useStep(step, of: member.id)
        else { throw DoorProblem.wrongCode }
        let codes = RecoveryCode.make()
        let digests = codes.map(\.digest.data)
        // Whoever came in without a code before is asked for one now.
        try await change(member, visitor, expecting: former, endingSessions: true) { credentials in
            credentials.oneTimeCodeSecret = secret.stored
            credentials.recoveryCodes = digests
        }
        return codes
    }

    /// Removes one-time codes and recovery codes of the visitor.
    ///
    /// - Throws: `DoorProblem`.
    public func removeOneTimeCodes(password: String, by visitor: Visitor) async throws {
        try await admit(visitor, to: .changeOwnAccount)
        let member = try await own(visitor)
        let former = try await confirm(password, of: member, origin: visitor.origin)
        try await change(member, visitor, expecting: former, endingSessions: false) { credentials in
            credentials.oneTimeCodeSecret = nil
            credentials.recoveryCodes = []
        }
    }

    /// Makes new recovery codes for the visitor; the former ones do not work any more.
    ///
    /// - Returns: the codes, to show once.
    /// - Throws: `DoorProblem`.
    public func makeRecoveryCodes(password: String, by visitor: Visitor) async throws -> [RecoveryCode] {
        try await admit(visitor, to: .changeOwnAccount)
        let member = try await own(visitor)
        guard try await store.credentials(of: member.id).oneTimeCodeSecret != nil else { throw DoorProblem.noOneTimeCodes }
        let former = try await confirm(password, of: member, origin: visitor.origin)
        let codes = RecoveryCode.make()
        let digests = codes.map(\.digest.data)
        try await change(member, visitor, expecting: former, endingSessions: false) { $0.recoveryCodes = digests }
        return codes
    }

    private func setUp(_ secret: OneTimeSecret, for member: Member) -> OneTimeCodeSetUp {
        let address = secret.address(issuer: "Covalence \(workspace.name)", account: member.address)
        return OneTimeCodeSetUp(secret: secret, address: address, picture: QRPicture(of: address, title: "Picture for your authenticator app"))
    }
}
