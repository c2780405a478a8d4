/// The jobs of this program, by name. Each is a type of its own in the workbench.
extension Job.Kind {
    /// Reads an uploaded file into the record. The subject is the file.
    public static let importFile = Job.Kind("file.import")
    /// Brings the engine’s suggestions for a meeting up to date. The subject is the meeting.
    public static let refreshSuggestions = Job.Kind("meeting.suggest")
    /// Queues `refreshSuggestions` for every meeting.
    public static let refreshAll = Job.Kind("meetings.suggest")
    /// Reads by meaning what was said and written.
    public static let readPassages = Job.Kind("passages.read")
    /// Queues `refreshSuggestions` for meetings that were not read by meaning yet.
    public static let readByMeaning = Job.Kind("meetings.by-meaning")
    /// Brings what the record suggests for a sales objective up to date. The subject is the objective.
    public static let suggestStatements = Job.Kind("objective.suggest")
    /// Queues `suggestStatements` for every open objective.
    public static let suggestAllStatements = Job.Kind("objectives.suggest")
    /// Applies the privacy policy to the meetings that are there.
    public static let applyPolicy = Job.Kind("privacy.apply")
    /// Removes what is past its time.
    public static let retention = Job.Kind("retention.run")
    /// Clears what erasing could not clear at once.
    public static let finishErasing = Job.Kind("erasing.finish")
    /// Forgets sessions and links that ran out, and jobs that ended long ago.
    public static let tidy = Job.Kind("workspace.tidy")
    /// Makes the forecast for everybody's sight.
    public static let makeForecast = Job.Kind("forecast.make")
    /// Makes what the funnel keeps of sales objectives and does not have.
    public static let keepFunnel = Job.Kind("funnel.keep")
    /// Makes past forecasts again and holds them against what came.
    public static let backTestForecast = Job.Kind("forecast.back-test")
    /// Learns a codebook anew from its examples and from what people decided, and measures how well. The payload names the codebook.
    public static let learnCodebook = Job.Kind("codebook.learn")
    /// Brings the rows of a table or the cards of an address file into the record. The subject is the file.
    public static let importRecords = Job.Kind("records.import")
    /// Goes through the rows of such a file and says what would become of them. The subject is the file.
    public static let tryRecords = Job.Kind("records.try")
    /// Takes back what such an import did. The subject is the file.
    public static let undoImport = Job.Kind("records.undo")
}
