import Covalence
import Formats
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Language
import Store
import Workbench

/// The one place that says which problem a refusal of a use case is.
extension Problem {
    /// The problem behind an error; nil for what nobody foresaw, which is a fault of ours.
    init?(cause error: any Error) {
        switch error {
        case let error as Problem: self = error
        case let error as StoreError: self.init(error)
        case let error as NotPermitted: self.init(.notAllowed, error.description)
        case let error as ScopeMissing:
            self.init(.scopeMissing, error.description, headers: [
                .wwwAuthenticate: "Bearer realm=\"Covalence\", error=\"insufficient_scope\", scope=\"\(error.scope.rawValue)\"",
            ])
        case let error as DoorProblem:
            switch error {
            case .wait(let seconds): self.init(.tooMany, error.description, headers: [.retryAfter: "\(max(1, seconds))"])
            case .hasher: self.init(.busy, error.description)
            case .notAMember: self.init(.notAllowed, error.description)
            case .link: self.init(.erased, error.description)
            case .isSetUp, .state, .changedMeanwhile: self.init(.conflict, error.description)
            case .name: self = .field("/name", error.description)
            case .address: self = .field("/address", error.description)
            default: self.init(.refused, error.description)
            }
        case let error as ConsentMissing: self.init(.consentMissing, error.description)
        case let error as NotARecording: self.init(.refused, error.description)
        case let error as SettingProblem: self.init(.refused, error.description, errors: error.names.map { .pointer("/settings/\(StoreError.Reason.token($0))", error.reason) })
        case let error as StatedMeanwhile: self.init(.stale, error.description)
        case let error as NothingToUndo: self.init(.conflict, error.description)
        case let error as Cast.Failure: self.init(.conflict, error.description)
        case let error as TranscriptFileError: self.init(.refused, error.description)
        case let error as TableError: self.init(.refused, error.description)
        case let error as MailError: self.init(.refused, error.description)
        case let error as CalendarError: self.init(.refused, error.description)
        case let error as CastMaker.NameProblem: self.init(.refused, error.description)
        case let error as CodebookProblem: self.init(.refused, error.description)
        case let error as EventsDropped: self.init(.erased, error.description)
        case let error as BodyBrokenOff: self.init(.unreadable, error.description)
        case let error as MultipartError: self.init(error.isTooLarge ? .tooLarge : .unreadable, error.description)
        case let error as PageError: self.init(error)
        case let error as any HTTPResponseError: self.init(PageError.plain(error.status.code))
        default: return nil
        }
    }

    private init?(_ error: StoreError) {
        switch error {
        case .notFound: self.init(.notFound, error.description)
        case .erased: self.init(.erased, error.description)
        case .missingFile: self.init(.fileMissing, error.description)
        case .exists(let reason): self.init(.exists, error.description, errors: Self.errors(reason, error.description))
        case .refused(let reason): self.init(.refused, error.description, errors: Self.errors(reason, error.description))
        case .tooLarge: self.init(.tooLarge, error.description)
        case .diskFull: self.init(.full, "No room is left on the disk. Nothing was changed; make room and try again.")
        case .locked: self.init(.busy, "The store is busy. Wait a moment and try again.", headers: [.retryAfter: "1"])
        case .unavailable: self.init(.busy, "The database is away. Wait a moment and try again.", headers: [.retryAfter: "5"])
        case .unsettled: self.init(.busy, error.description, headers: [.retryAfter: "5"])
        case .conflict(let conflict):
            switch conflict {
            case .intake, .job: self.init(.conflict, error.description)
            default: self.init(.stale, Self.sentence(conflict))
            }
        case .newerSchema, .corrupt, .fileSystem, .cancelled, .database: return nil
        }
    }

    private static func errors(_ reason: StoreError.Reason, _ detail: String) -> [FieldError] {
        reason.field.map { [.pointer($0, detail)] } ?? []
    }

    /// The same, as the endpoint can say it: what comes in its query is a parameter, and no place is named that it does not have.
    func placed(in endpoint: Endpoint) -> Problem {
        var placed = self
        placed.errors = errors.compactMap { error in
            guard let pointer = error.pointer else { return error }
            if case .json(let schema) = endpoint.input, schema.has(pointer) { return error }
            let name = String(pointer.dropFirst().prefix { $0 != "/" })
            return endpoint.parameters.contains { $0.name == name } ? .parameter(name, error.detail) : nil
        }
        return placed
    }

    /// What was found, for somebody who has no page to reload.
    private static func sentence(_ conflict: StoreError.Conflict) -> String {
        let found: String = switch conflict {
        case .meeting(_, let found), .cast(_, let found), .transcript(_, let found), .record(_, let found): "it is version \(found) now"
        case .claim(_, _, let found): "it is \(found.rawValue) now"
        case .content: "it is another one now"
        case .intake(_, let found): "it is \(found.rawValue) now"
        case .job: "somebody else does it now, or it was cancelled"
        }
        return "It was changed since you saw it: \(found). Read it again and change that."
    }

    private init?(_ error: PageError) {
        switch error.status {
        case 400: self.init(.unreadable, error.advice)
        case 401: self.init(.notSignedIn, error.advice)
        case 403: self.init(.notAllowed, error.advice)
        case 404: self.init(.notFound, "There is nothing at this address. The document at /api/v1/openapi.json lists all there is.")
        case 405: self.init(.methodNotAllowed, error.advice)
        case 413: self.init(.tooLarge, "What was sent is larger than the limit of this address.")
        case 400..<500: self.init(.refused, status: error.status, error.advice)
        default: return nil
        }
    }

    /// What is told where nobody foresaw it: nothing of what it was, which may quote a meeting.
    static let fault = Problem(.fault, "Something broke on our side. Try again; if it stays, the log names this request.")
}
