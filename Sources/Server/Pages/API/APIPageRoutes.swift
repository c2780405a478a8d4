import Hummingbird

extension Site {
    /// The page on the API, for whoever is signed in.
    func addAPIPageRoutes(to router: Router<ServerContext>) {
        router.get(RouterPath(APIPath.page)) { _, context in
            Response.html(pages(context).render(APIPage(endpoints: Endpoint.all, waiting: try await waitingCount(context))))
        }
    }
}
