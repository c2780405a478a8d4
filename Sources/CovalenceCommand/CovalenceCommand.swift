@main struct CovalenceCommand { static func main() {} }
