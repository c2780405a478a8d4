import CMemory

/// The part of memory that holds the program and its libraries as they lie on the disk.
public enum ProgramPages {
    /// Gives back what of the program was used once and may not be again, such as all that starting takes. What is used again comes back from the
    /// system's cache of files.
    ///
    /// Only parts that are never written are given back: they are on the disk as they are in memory († madvise(2), `MADV_DONTNEED`). Elsewhere than on
    /// Linux nothing happens.
    public static func giveBack() { covalence_give_back_program() }
}
