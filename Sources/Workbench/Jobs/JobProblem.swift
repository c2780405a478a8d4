import Covalence
import Formats
import Store

/// Why an attempt at a job failed: a sentence without names, titles or words, which is kept and shown, and whether trying again could
/// help.
struct JobProblem: Error, Hashable, CustomStringConvertible {
    var sentence: String
    /// Whether the same would happen again.
    var isFinal: Bool

    var description: String { sentence }

    init(_ sentence: String, isFinal: Bool) {
        self.sentence = sentence
        self.isFinal = isFinal
    }

    /// What an error means for a job. What the error itself says may hold names, and is not kept.
    init(_ error: any Error) {
        switch error {
        case let problem as JobProblem: self = problem
        case let error as StoreError: self.init(error)
        case is CastMaker.NameProblem: self.init("A name given with the file fits nobody in it. Upload it again with the names that are in it.", isFinal: true)
        case is ConsentMissing: self.init("Not everybody agreed, and the privacy policy takes in no such meeting.", isFinal: true)
        case is TranscriptFileError, is MailError, is CalendarError, is TableError:
            self.init("The file could not be read. Look at it where it waits, and upload a mended one.", isFinal: true)
        default: self.init("Something broke on our side (\(type(of: error))). It is tried again; if it stays, tell the operator.", isFinal: false)
        }
    }

    private init(_ error: StoreError) {
        switch error {
        case .locked: self.init("The store was busy for too long.", isFinal: false)
        case .unavailable, .unsettled: self.init("The database was away. It goes on by itself when it is back.", isFinal: false)
        case .diskFull: self.init("No room is left on the disk. Make room; it goes on by itself.", isFinal: false)
        case .fileSystem: self.init("The file system refused. The operator should look at the disk and at who owns the folder.", isFinal: false)
        case .corrupt, .newerSchema: self.init("The store could not be read. Run covalence doctor on the machine.", isFinal: false)
        case .database: self.init("The database refused. If it stays so, run covalence doctor on the machine.", isFinal: false)
        case .conflict: self.init("Somebody changed the same thing at the same time.", isFinal: false)
        case .cancelled: self.init("It was broken off.", isFinal: false)
        // Final, so that what waits is not given up as broken: whoever mended the folder tries it again.
        case .missingFile: self.init("A file is not where the node keeps files. The operator should look at the folder “files” and run covalence doctor; then try this again.", isFinal: true)
        case .notFound, .erased: self.init("What it was about is not there any more.", isFinal: true)
        case .refused, .exists, .tooLarge: self.init("The record does not take it as it is. Look at what it is about, and try again.", isFinal: true)
        }
    }
}
