public import Covalence

/// What was said and written, in passages with their meaning.
public protocol PassageStore: Sendable {
    /// Keeps a set in place of the one before, unless its meeting or interaction is another version by now.
    ///
    /// - Parameter record: the version of the meeting when its words were read: what was removed of them since must not come back. Nil where nobody can have changed it.
    func keep(_ set: PassageSet, madeAt record: Int?) async throws(StoreError)

    /// Meetings, then interactions, newest first, of which no set of this engine was made from their present words.
    ///
    /// - Parameter limit: 1 to 500.
    func passageDebts(engine: String, limit: Int) async throws(StoreError) -> [PassageDebt]

    /// How much of the workspace was read by this engine.
    func passageProgress(engine: String) async throws(StoreError) -> PassageProgress

    /// The sets of meetings that pass a filter, of this engine and made from their present words, newest meeting first.
    func passageStamps(_ filter: MeetingFilter, engine: String) async throws(StoreError) -> [PassageStamp]

    /// The same of what was written, by account and time; whose words it is, is not told of it.
    func writtenPassageStamps(
        account: Identifier<Organization>?, from: Timestamp?, before: Timestamp?, engine: String, in scope: Scope
    ) async throws(StoreError) -> [PassageStamp]

    /// Sets by their holders; those that are not there any more are left out.
    func passageSets(of holders: [PassageSet.Holder]) async throws(StoreError) -> [PassageSet]

    /// The labels behind which somebody speaks, as indices into the labels of the present words, by meeting.
    func labels(of speaker: SpeakerFilter, in filter: MeetingFilter) async throws(StoreError) -> [Identifier<Meeting>: Set<Int>]

    /// Moments by their places, in the same order; those that are not there are left out.
    func moments(at places: [(meeting: Identifier<Meeting>, utterance: Int)]) async throws(StoreError) -> [Moment]
}
