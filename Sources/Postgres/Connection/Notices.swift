internal import CLibPQ
import Logging

/// Takes the server's notices and warnings, which libpq would write to the standard error otherwise.
///
/// Only their kind and code are logged: their words can hold values.
final class Notices {
    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    /// The connection must not outlive this.
    func attach(to connection: OpaquePointer) {
        PQsetNoticeReceiver(
            connection,
            { notices, result in
                guard let notices, let result else { return }
                Unmanaged<Notices>.fromOpaque(notices).takeUnretainedValue().log(result)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    private func log(_ result: OpaquePointer) {
        func field(_ letter: UnicodeScalar) -> String {
            PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) } ?? ""
        }
        logger.debug("The database gave a notice", metadata: ["severity": "\(field("V"))", "code": "\(field("C"))"])
    }
}
