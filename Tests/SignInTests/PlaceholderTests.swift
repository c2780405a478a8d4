import SignIn
import Testing
@Test func placeholder() {}
