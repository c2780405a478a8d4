import Foundation

/// How many files and connections the process may have open.
public enum OpenFiles {
    /// The limit that holds; nil where the system does not say.
    public static var limit: Int? {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return nil }
        return Int(clamping: limits.rlim_cur)
    }

    /// Raises the limit as far as the system lets us, which is above what shells give: each connection is one, and each upload one more.
    ///
    /// Up to 65,536 only: what goes through all possible descriptors († Foundation starting a process) would take long with a million.
    public static func raiseLimit() {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return }
        let wanted = min(limits.rlim_max, 65_536)
        guard limits.rlim_cur < wanted else { return }
        limits.rlim_cur = wanted
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }
}
