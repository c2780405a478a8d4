import Covalence
import HTTPTypes
import Store
import StrategicSelling
import Workbench

extension Endpoint {
    /// The ideal customer profile. What is known of an account is stated as `profile.answer` and `profile.best`.
    static let profile = [seeProfile, setProfile, profileFit, profileBackTest]

    private static let seeProfile = Endpoint(
        .get, "/profile", "idealCustomerProfile", "The ideal customer profile, with lift and numbers of the accounts you see", tag: .organizations, action: .seeProfile,
        output: .value(ProfileJSON.schema), uses: ["SeeProfile.profile"]
    ) { request in
        let seen = try await request.bench.profile(by: request.visitor)
        return try .value(ProfileJSON(seen), version: seen.version)
    }

    private static let setProfile = Endpoint(
        .put, "/profile", "setIdealCustomerProfile", "Sets the criteria: a new version",
        about: "Weights that are not set by hand are learnt from the best accounts you see, and stay until the next version.", tag: .organizations, action: .changeProfile,
        input: .json(.object("NewProfile", "The criteria, in the order in which they are shown.", [
            .required("criteria", .list(ProfileCriterionJSON.schema, most: 60)),
        ])),
        output: .nothing, isVersioned: true, uses: ["SeeProfile.setProfile"]
    ) { request in
        var criteria: [ProfileCriterion] = []
        for (index, body) in (request.body.objects("criteria") ?? []).enumerated() {
            guard let criterion = try ProfileCriterionJSON(body).criterion else {
                throw Problem.field("/criteria/\(index)", "Something is missing for its sort of answer: `wanted`, `accepted` or `highest`.")
            }
            criteria.append(criterion)
        }
        try await request.bench.setProfile(criteria, expecting: try request.seenVersion(), by: request.visitor)
        return .nothing
    }

    private static let profileFit = Endpoint(
        .get, "/organizations/{id}/profile", "profileFit", "How an account fits the ideal customer profile, criterion by criterion", tag: .organizations, action: .openOrganization,
        output: .value(ProfileFitJSON.schema), uses: ["SeeProfile.profileFit"]
    ) { request in
        let id = try request.place(Organization.self)
        return try .value(ProfileFitJSON(id, try await request.bench.profileFit(of: id, by: request.visitor)))
    }

    private static let profileBackTest = Endpoint(
        .get, "/profile/back-test", "profileBackTest", "Whether the profile tells our best accounts from the others, among those you see", tag: .organizations, action: .seeProfile,
        output: .value(ProfileBackTestJSON.schema), uses: ["SeeProfile.profileBackTest"]
    ) { request in
        try .value(ProfileBackTestJSON(try await request.bench.profileBackTest(by: request.visitor)))
    }
}

extension ProfileCriterionJSON {
    /// What came in; its shape was checked.
    init(_ body: APIBody) throws(Problem) {
        id = try body.needed("id")
        label = try body.needed("label")
        sort = try body.needed("sort")
        (wanted, lower, upper, margin) = (body.flag("wanted"), body.number("lower"), body.number("upper"), body.number("margin"))
        (unit, accepted, highest, weight) = (body.text("unit"), body.texts("accepted"), body.integer("highest"), body.number("weight"))
    }
}
