extension Problem {
    /// The sorts of problems. Their `type` stays the same for ever; programs decide by it.
    enum Kind: String, CaseIterable, Sendable {
        // What was sent
        case unreadable
        case badParameter = "bad-parameter"
        case badField = "bad-field"
        case refused
        case consentMissing = "consent-missing"
        case tooLarge = "too-large"
        case badMediaType = "unsupported-media-type"
        case notAcceptable = "not-acceptable"
        case methodNotAllowed = "method-not-allowed"
        // Who asks
        case notSignedIn = "not-authenticated"
        case notAllowed = "not-allowed"
        case scopeMissing = "scope-missing"
        case tooMany = "too-many-requests"
        // What is there
        case notFound = "not-found"
        case erased
        case exists
        case conflict
        case versionMissing = "version-missing"
        case stale = "version-stale"
        // Requests that are sent once
        case keyReused = "idempotency-key-reused"
        case keyBusy = "idempotency-key-busy"
        case keyUnknown = "idempotency-outcome-unknown"
        // Us
        case busy
        case full = "disk-full"
        case fileMissing = "file-missing"
        case fault = "server-fault"

        /// A name for programs. No address: the same on every server, and nothing that could be gone one day.
        var type: String { "urn:covalence:problem:\(rawValue)" }

        var status: Int {
            switch self {
            case .unreadable, .badParameter: 400
            case .notSignedIn: 401
            case .notAllowed, .scopeMissing: 403
            case .notFound: 404
            case .methodNotAllowed: 405
            case .notAcceptable: 406
            case .exists, .conflict, .keyBusy, .keyUnknown: 409
            case .erased: 410
            case .stale: 412
            case .tooLarge: 413
            case .badMediaType: 415
            case .badField, .refused, .consentMissing, .keyReused: 422
            case .versionMissing: 428
            case .tooMany: 429
            case .fault: 500
            case .busy, .fileMissing: 503
            case .full: 507
            }
        }

        /// A few words.
        var title: String {
            switch self {
            case .unreadable: "That could not be read"
            case .badParameter: "A parameter is wrong"
            case .badField: "A field is wrong"
            case .refused: "That cannot be done"
            case .consentMissing: "Consent is missing"
            case .tooLarge: "Too large"
            case .badMediaType: "Not a type that is taken here"
            case .notAcceptable: "Not a type that is given here"
            case .methodNotAllowed: "Not possible here"
            case .notSignedIn: "No token that lets in"
            case .notAllowed: "Not allowed"
            case .scopeMissing: "The token has not the scope"
            case .tooMany: "Too many requests"
            case .notFound: "There is nothing here"
            case .erased: "It was erased"
            case .exists: "It is there already"
            case .conflict: "It is in another state"
            case .versionMissing: "Say which version you saw"
            case .stale: "Somebody was faster"
            case .keyReused: "The key was used for something else"
            case .keyBusy: "The request is being carried out"
            case .keyUnknown: "It is not known what became of it"
            case .busy: "Busy"
            case .full: "The disk is full"
            case .fileMissing: "A file is not there"
            case .fault: "Something broke on our side"
            }
        }

        /// When it happens, for the list of problems.
        var meaning: String {
            switch self {
            case .unreadable: "The body is no JSON, a header makes no sense, or the body has another size than was said or broke off."
            case .badParameter: "A parameter is unknown, missing, of another type or out of its range; `errors` names it."
            case .badField: "The body does not fit its schema; `errors` points at each field."
            case .refused: "It fits the schema and cannot be done; `detail` says why."
            case .consentMissing: "The policy of the workspace asks for consent that nobody gave."
            case .tooLarge: "The body or the file is larger than the limit."
            case .badMediaType: "The body comes in a type that this address does not take."
            case .notAcceptable: "`Accept` names no type that this address gives."
            case .methodNotAllowed: "The address is there, the method is not; `Allow` lists those that are."
            case .notSignedIn: "No token, or one that has expired, was revoked or never was."
            case .notAllowed: "The role of the token’s member does not allow it."
            case .scopeMissing: "The role allows it, the token does not; `WWW-Authenticate` names the scope."
            case .tooMany: "More requests than the limit; `Retry-After` says how many seconds to wait."
            case .notFound: "It is not there, or out of the member’s sight: the same answer for both."
            case .erased: "It was there and was erased for good."
            case .exists: "Another one has what must be unique, such as a domain or a mail address."
            case .conflict: "It is in a state that does not allow this now."
            case .versionMissing: "A change needs `If-Match` with the `ETag` you saw."
            case .stale: "It was changed since you saw it: read it again, and change that."
            case .keyReused: "The same `Idempotency-Key` came with another request."
            case .keyBusy: "The same `Idempotency-Key` is being worked on: wait and send it again."
            case .keyUnknown: "A request with this `Idempotency-Key` was broken off by a crash. Look whether it happened; then use a new key."
            case .busy: "Something that can only be done once at a time is being done: wait and try again."
            case .fileMissing: "The record has the file, and the program that answered does not find its bytes: its folder `files` is not there, or not the one that all nodes share. The operator’s `covalence doctor` says more."
            case .full: "No room is left on the disk; nothing was changed."
            case .fault: "A mistake of ours; the log names the request by `instance`."
            }
        }
    }
}
