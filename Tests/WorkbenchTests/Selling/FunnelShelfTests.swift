import Covalence
import Store
import Testing
@testable import Workbench

@Suite("Lines of the funnel in memory")
struct FunnelShelfTests {
    private let shelf = FunnelShelf()
    private let everything = FunnelShelf.Reader(scope: .everything, member: nil)
    private let other = FunnelShelf.Reader(scope: .everything, member: .make(at: Timestamp(milliseconds: 0)))
    private let member = FunnelShelf.Reader(scope: .accounts(of: .make(at: Timestamp(milliseconds: 0)), managing: false), member: nil)

    private func keep(_ reader: FunnelShelf.Reader, version: Int, erasures: Int = 0) {
        shelf.keep(.init(version: version, erasures: erasures, madeBy: "rules/1 UTC", due: nil, lines: []), of: reader)
    }

    @Test("with a later version, lists of readers of everything stay, from which they go on, and no others")
    func versions() {
        keep(member, version: 1)
        keep(other, version: 1)
        keep(everything, version: 2)
        #expect(shelf.list(of: member) == nil)
        #expect(shelf.list(of: other)?.version == 1 && shelf.list(of: everything)?.version == 2)
    }

    @Test("what anybody saw before something was erased goes as soon as somebody looks after it")
    func erasures() {
        keep(member, version: 2)
        keep(other, version: 2)
        keep(everything, version: 2, erasures: 1)
        #expect(shelf.list(of: member) == nil && shelf.list(of: other) == nil && shelf.list(of: everything) != nil)
    }
}
