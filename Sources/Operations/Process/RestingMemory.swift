import CMemory

/// Memory of a process at rest that the system can have.
public enum RestingMemory {
    /// Gives back what was freed and what of the program was used once and may not be again, such as all that starting takes.
    ///
    /// Of the program only parts that are never written are given back: they are on the disk as they are in memory († madvise(2),
    /// `MADV_DONTNEED`), and come back from the system's cache of files. Elsewhere than on Linux nothing happens.
    public static func giveBack() {
        covalence_trim_heap()
        covalence_give_back_program()
    }
}
