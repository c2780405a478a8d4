import Foundation
public import MeetingInteraction
import Store
public import StrategicSelling

/// What a workspace can change: who it is, and every number of ours.
public struct WorkspaceSettings: Hashable, Sendable, Codable {
    /// Who we are: it tells the seller's people from the customer's.
    public var own: OwnCompany
    /// The numbers behind the reading of a meeting.
    public var meeting: MeetingSettings
    /// The numbers behind the strategy sheet and the funnel.
    public var selling = SellingSettings()
    /// The numbers behind the forecast.
    public var forecast = ForecastSettings()
    /// By which amounts are converted for the forecast; nil leaves currencies apart. Changed by `setExchangeRates`.
    public internal(set) var exchangeRates: DatedRates?
    /// The largest transcript that is taken, in bytes.
    public var transcriptLimit: Int
    /// The largest recording that is taken, in bytes.
    public var recordingLimit: Int
    /// What is done with words without everybody's consent. Changed by `changePrivacy`, so that it applies to meetings that are there.
    public internal(set) var privacy = PrivacyPolicy()
    /// How long each kind of data is kept.
    public var retention = RetentionPolicy()
    /// How many days jobs stay listed after they ended ‡.
    public var jobDays = 30
    /// Whether the demo was begun to be loaded and not finished.
    var isLoadingDemo = false
    /// Whether the workspace is the demo, which lets in whoever sits at this machine. Said when it is made, never later.
    public internal(set) var isDemo = false
    /// How many milliseconds the time in the workspace is behind that of the machine: 0 in all but the demo.
    var behind: Int64 = 0
    /// Addresses, names and participants of whom somebody said that they are no people (rooms, lists), as `OpenIdentity.Key` has them.
    var notPeople: [String] = []

    /// The defaults.
    public init(
        own: OwnCompany = OwnCompany(),
        meeting: MeetingSettings = MeetingSettings(),
        transcriptLimit: Int = 100_000_000,
        recordingLimit: Int = 4_000_000_000
    ) {
        self.own = own
        self.meeting = meeting
        self.transcriptLimit = transcriptLimit
        self.recordingLimit = recordingLimit
    }

    /// Reads a stored form; what it lacks keeps its default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        own = try values.decodeIfPresent(OwnCompany.self, forKey: .own) ?? own
        meeting = try values.decodeIfPresent(MeetingSettings.self, forKey: .meeting) ?? meeting
        selling = try values.decodeIfPresent(SellingSettings.self, forKey: .selling) ?? selling
        forecast = try values.decodeIfPresent(ForecastSettings.self, forKey: .forecast) ?? forecast
        exchangeRates = try values.decodeIfPresent(DatedRates.self, forKey: .exchangeRates)
        transcriptLimit = try values.decodeIfPresent(Int.self, forKey: .transcriptLimit) ?? transcriptLimit
        recordingLimit = try values.decodeIfPresent(Int.self, forKey: .recordingLimit) ?? recordingLimit
        privacy = try values.decodeIfPresent(PrivacyPolicy.self, forKey: .privacy) ?? privacy
        retention = try values.decodeIfPresent(RetentionPolicy.self, forKey: .retention) ?? retention
        jobDays = try values.decodeIfPresent(Int.self, forKey: .jobDays) ?? jobDays
        isLoadingDemo = try values.decodeIfPresent(Bool.self, forKey: .isLoadingDemo) ?? false
        isDemo = try values.decodeIfPresent(Bool.self, forKey: .isDemo) ?? false
        behind = try values.decodeIfPresent(Int64.self, forKey: .behind) ?? 0
        notPeople = try values.decodeIfPresent([String].self, forKey: .notPeople) ?? []
    }

    /// Refuses numbers that no reading can be made with.
    func check() throws(StoreError) {
        for (name, limit) in [("transcriptLimit", transcriptLimit), ("recordingLimit", recordingLimit)] where limit <= 0 {
            throw .refused("A limit for files is a number of bytes above 0.", at: "/settings/\(name)")
        }
        guard (1...3_650).contains(jobDays) else { throw .refused("Jobs stay listed for 1 to 3,650 days after they ended.", at: "/settings/jobDays") }
        do { try forecast.check() } catch { throw .refused("\(error)") }
        if let problem = exchangeRates?.problem { throw .refused(StoreError.Reason(problem.sentence, at: "/settings/exchangeRates.\(problem.place)")) }
        for (kind, days) in retention.days where !(1...36_500).contains(days) {
            throw .refused("How long \(kind.title) are kept is a number of days from 1 to 36,500.")
        }
        if let problem = selling.problem { throw .refused(StoreError.Reason(problem)) }
        for field in Mirror(reflecting: meeting).children {
            let name = field.label ?? "number"
            if let share = field.value as? Double, !(0...1).contains(share) {
                throw .refused("“\(name)” is a share: write a number from 0 to 1.", at: "/settings/meeting.\(name)")
            }
            // The upper end keeps sums of these numbers far from overflow.
            if let number = field.value as? Int, !(0...1_000_000_000).contains(number) {
                throw .refused("“\(name)” is a whole number from 0 to 1,000,000,000.", at: "/settings/meeting.\(name)")
            }
        }
    }

    /// The settings kept with a workspace.
    init(of workspace: WorkspaceRecord) throws {
        self = try JSONDecoder().decode(WorkspaceSettings.self, from: Data(workspace.settings.utf8))
    }

    /// The form that is kept with a workspace.
    func stored() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
