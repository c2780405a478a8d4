/// How a refused file is told: `deals.csv, line 3: … What to do.`
enum RefusalText {
    /// - Parameters:
    ///   - file: the name it came with; nil where it has none.
    ///   - line: counted from 1, where one can be named.
    static func make(file: String?, line: Int?, reason: String, advice: String) -> String {
        let place = [file, line.map { "line \($0)" }].compactMap { $0 }.joined(separator: ", ")
        return (place.isEmpty ? "" : place + ": ") + reason + " " + advice
    }
}
