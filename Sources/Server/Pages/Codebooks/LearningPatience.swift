/// How long an answer waits for what has to be learnt first. What is not there by then is said to be on its way.
enum LearningPatience {
    /// ‡ Until a person asks whether anything happens.
    static let ofPages = Duration.seconds(2)
    /// ‡ Well under the half minute after which programs give up.
    static let ofPrograms = Duration.seconds(15)
}
