import Covalence
import Formats
import Language
import Store
import Workbench

extension PageError {
    /// The page for something a use case refused; nil for what nobody foresaw, which is a fault of ours.
    init?(cause error: any Error) {
        switch error {
        case let error as PageError: self = error
        case let error as StoreError:
            switch error {
            case .notFound: self.init(status: 404, title: "There is nothing here", advice: error.description)
            case .conflict: self.init(status: 409, title: "Somebody was faster", advice: error.description)
            case .erased: self.init(status: 410, title: "It was erased", advice: error.description)
            case .missingFile: self.init(status: 503, title: "A file is not there", advice: error.description)
            case .exists: self.init(status: 409, title: "It is there already", advice: error.description)
            case .refused: self.init(status: 422, title: "That cannot be done", advice: error.description)
            case .tooLarge: self.init(status: 413, title: "Too large", advice: error.description)
            case .diskFull: self.init(status: 507, title: "The disk is full", advice: error.description)
            case .locked: self.init(status: 503, title: "The store is busy", advice: error.description)
            case .unavailable: self.init(status: 503, title: "The database is away", advice: error.description)
            case .unsettled: self.init(status: 503, title: "The database is away", advice: error.description)
            case .newerSchema, .corrupt, .fileSystem, .cancelled, .database: return nil
            }
        case let error as StatedMeanwhile: self.init(status: 409, title: "Somebody was faster", advice: error.description)
        case let error as CodebookProblem: self.init(status: 422, title: "This codebook cannot be used", advice: error.description)
        case let error as EventsDropped: self.init(status: 410, title: "Not kept any more", advice: error.description)
        case let error as NotPermitted: self.init(status: 403, title: "Not allowed", advice: error.description)
        case let error as DoorProblem:
            switch error {
            case .link: self.init(status: 410, title: "This link does not work", advice: error.description)
            case .isSetUp: self.init(status: 409, title: "It is set up already", advice: error.description)
            case .wait: self.init(status: 429, title: "Too many attempts", advice: error.description)
            case .hasher: self.init(status: 503, title: "Too busy just now", advice: error.description)
            case .notAMember: self.init(status: 403, title: "Not allowed", advice: error.description)
            default: self.init(status: 422, title: "That cannot be done", advice: error.description)
            }
        case let error as NotARecording: self.init(status: 422, title: "This is not a recording", advice: error.description)
        case let error as SettingProblem: self.init(status: 422, title: "That cannot be set", advice: error.description)
        case let error as NothingToUndo: self.init(status: 409, title: "Nothing to undo", advice: error.description)
        case let error as Cast.Failure: self.init(status: 409, title: "That cannot be done", advice: error.description)
        case let error as ConsentMissing: self.init(status: 422, title: "Consent is missing", advice: error.description)
        case let error as TableError: self.init(status: 422, title: "This file cannot be read", advice: error.description)
        case let error as TranscriptFileError: self.init(status: 422, title: "This file cannot be read", advice: error.description)
        case is BodyBrokenOff: self.init(status: 400, title: "It broke off", advice: "What was sent broke off before its end. Send it again.")
        case let error as MultipartError:
            self.init(status: error.isTooLarge ? 413 : 400, title: error.isTooLarge ? "Too large" : "That could not be read", advice: error.description)
        default: return nil
        }
    }
}
