extension Schema {
    /// Few meetings wait for an answer, and how many do is shown on every page.
    static let waitingMeetings = """
        CREATE INDEX meeting_waiting ON meeting (workspace, ordered_at, id) WHERE open_questions > 0;
        """
}
