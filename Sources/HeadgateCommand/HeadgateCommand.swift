@main
enum HeadgateCommand {
  static func main() async {}
}
