import Covalence
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// What we sell.
    static let offerings = [listOfferings, addOffering, openOffering, changeOffering]

    private static let listOfferings = Endpoint(
        .get, "/offerings", "listOfferings", "What we sell, by name; retired offerings too", tag: .objectives, action: .listOfferings,
        output: .value(.whole(OfferingJSON.schema)), uses: ["EditOfferings.offerings"]
    ) { request in
        try .list(try await request.bench.offerings(by: request.visitor)) { OfferingJSON($0) }
    }

    private static let addOffering = Endpoint(
        .post, "/offerings", "addOffering", "Adds something that we sell", tag: .objectives, action: .changeOfferings, needs: [.listOfferings],
        input: .json(.object("NewOffering", "An offering to be added.", OfferingJSON.given)), output: .created(OfferingJSON.schema), uses: ["EditOfferings.addOffering"]
    ) { request in
        let added = try await request.bench.addOffering(named: try request.body.needed("name"), note: request.body.text("note"), by: request.visitor)
        return try .value(OfferingJSON(added), version: added.version, at: "/offerings/\(added.id)")
    }

    private static let openOffering = Endpoint(
        .get, "/offerings/{id}", "openOffering", "An offering", tag: .objectives, action: .listOfferings, output: .value(OfferingJSON.schema),
        uses: ["EditOfferings.offering"]
    ) { request in
        let offering = try await request.bench.offering(try request.place(Offering.self), by: request.visitor)
        return try .value(OfferingJSON(offering), version: offering.version)
    }

    private static let changeOffering = Endpoint(
        .patch, "/offerings/{id}", "changeOffering", "Renames an offering, retires it, or offers it again", about: "What is not named stays; null takes it away. Objectives that name it keep it.",
        tag: .objectives, action: .changeOfferings, needs: [.listOfferings],
        input: .json(.changes("OfferingChanges", "What of an offering is to be changed.", of: OfferingJSON.given + [.required("isRetired", .boolean)])),
        output: .value(OfferingJSON.schema), isVersioned: true, uses: ["EditOfferings.changeOffering"]
    ) { request in
        let id = try request.place(Offering.self), body = request.body, version = try request.seenVersion()
        let former = try await request.bench.offering(id, by: request.visitor)
        let changed = try await request.bench.changeOffering(
            id, name: body.text("name") ?? former.offering.name, note: body.changed("note", from: former.offering.note) { $0.text($1) },
            isRetired: body.flag("isRetired") ?? former.isRetired, expecting: version, by: request.visitor
        )
        return try .value(OfferingJSON(changed), version: changed.version)
    }
}
