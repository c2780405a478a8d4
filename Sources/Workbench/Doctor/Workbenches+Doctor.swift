public import Foundation
import Store

extension Workbenches {
    /// Looks at what can be seen in a moment while the server runs: no pages of the database, no bytes of files, no chain.
    ///
    /// - Parameters:
    ///   - folder: where the store is; nil where it is on no disk of ours.
    ///   - reserve: bytes that should be free there.
    ///   - assets: the folder with front-end code of others.
    public func quickDoctor(folder: URL?, reserve: Int, assets: URL?) -> Doctor {
        var checks: [any Check] = []
        if let records = records as? any StoreExamination {
            checks.append(StoreCheck(records, isFull: false))
            if let audit { checks.append(ClockCheck(records, audit: audit)) }
        }
        checks.append(AssetsCheck(folder: assets))
        if let folder { checks += [DiskCheck(folder: folder, reserve: reserve), PermissionsCheck(folder: folder)] as [any Check] }
        return Doctor(checks)
    }
}
