import Testing

@testable import HeadgateCommand

@Suite("Help texts")
struct HelpPageTests {
  private func text(_ topic: HelpTopic, width: Int = 80) -> String {
    HelpPage(catalog: .sample, width: width).lines(topic).map { $0.plain + "\n" }.joined()
  }

  @Test("of a command: usage, purpose, arguments, options, examples")
  func command() {
    #expect(
      text(.command(SampleJobs.spec)) == """
        usage: headgate jobs [ID…] [options]

        List jobs.

        The newest job comes first.

        Arguments:
          ID  the jobs

        Options:
          -s, --state STATE     only jobs in this state: ready, running, dead
          -t, --tenant NAME     only jobs of this tenant (may be repeated)
              --limit N         at most so many (default 50)
              --lease DURATION  how long a lease lasts
              --since TIME      only what happened since then
          -v, --verbose         more of everything
          -q, --quiet           less of everything

        Options of every command:
              --db FILE   the database (otherwise HEADGATE_DB, otherwise ./headgate.db)
              --json      print JSON: one object, or one object a line
              --no-color  no colours (as with NO_COLOR)
          -h, --help      show help and exit
              --version   show the version and exit

        Example:
          # what has died
          headgate jobs -s dead

        """)
  }

  @Test("show what is required in the usage line")
  func required() {
    let page = text(.command(SampleTenantAdd.spec))
    #expect(page.hasPrefix("usage: headgate tenant add NAME --region REGION --role-arn ARN\n"))
    #expect(page.contains("  --region REGION  where its flows run (required)\n"))
  }

  @Test("of the program: sections, environment, exit codes")
  func overview() {
    let page = text(.overview)
    #expect(page.hasPrefix("A sample.\n\nusage: headgate [--db FILE] <command> [options]\n\nJobs:\n"))
    #expect(page.contains("\nTenants:\n  tenant  manage tenants\n"))
    #expect(page.contains("\nExit codes:\n  0  done\n"))
  }

  @Test("stay within the width, down to 40 columns", arguments: [40, 60, 80, 100])
  func width(width: Int) {
    for topic in [HelpTopic.overview, .command(SampleJobs.spec), .command(SampleTenantAdd.spec)] {
      for line in HelpPage(catalog: .sample, width: width).lines(topic) where line.columns > width {
        Issue.record("\(line.columns) columns: \(line.plain)")
      }
    }
  }

  @Test("take the width from COLUMNS, at most 100")
  func columns() async {
    let narrow = await SampleRun("jobs", "--help", environment: ["COLUMNS": "50"])
    #expect(narrow.out.split(separator: "\n").allSatisfy { $0.count <= 50 })
    let wide = await SampleRun("jobs", "--help", environment: ["COLUMNS": "1000"])
    let hundred = await SampleRun("jobs", "--help", environment: ["COLUMNS": "100"])
    #expect(wide.out == hundred.out)
  }

  @Test("keep indented lines of a discussion as they are")
  func paragraphs() {
    #expect(
      TextWrapping.paragraphs("one two\nthree\n\n  a   b\nfour", width: 8)
        == ["one two", "three", "", "  a   b", "four"])
  }
}
