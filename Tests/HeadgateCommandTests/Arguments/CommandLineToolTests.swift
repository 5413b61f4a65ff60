import Testing

@testable import HeadgateCommand

@Suite("The command as a whole")
struct CommandLineToolTests {
  @Test("runs the command that was named, with typed arguments")
  func runs() async {
    let run = await SampleRun("jobs", "3", "--since", "2h", "--json", environment: ["HEADGATE_DB": "a.db"])
    #expect(run.exitCode == 0)
    #expect(run.err == "")
    #expect(
      run.out
        == #"{"ids":[3],"state":null,"tenants":[],"limit":50,"lease":null,"since":1795334400000,"#
        + #""verbose":false,"json":true,"db":"a.db"}"# + "\n")
  }

  @Test("takes the database from --db, then HEADGATE_DB, then the working directory")
  func database() async {
    let option = await SampleRun("jobs", "--db", "b.db", environment: ["HEADGATE_DB": "a.db"])
    #expect(option.out.contains(#""db":"b.db""#))
    let fallback = await SampleRun("jobs", environment: ["HEADGATE_DB": ""])
    #expect(fallback.out.contains(#""db":"headgate.db""#))
  }

  @Test("refuses a bad command line on standard error, with exit code 2")
  func usage() async {
    let run = await SampleRun("jobs", "--tennant", "x")
    #expect(run.exitCode == 2)
    #expect(run.out == "")
    #expect(
      run.err == """
        headgate: unknown option --tennant for 'headgate jobs'; did you mean --tenant?
        see 'headgate jobs --help'

        """)
  }

  @Test("points to the help of a command that refuses its arguments itself")
  func usageOfCommand() async {
    let run = await SampleRun("jobs", "-vq")
    #expect(run.exitCode == 2)
    #expect(run.err == "headgate: --verbose and --quiet exclude each other\nsee 'headgate jobs --help'\n")
  }

  @Test("reports failures in one sentence, with exit code 1, after what was printed")
  func failures() async {
    let plain = await SampleRun("fail", "plain")
    #expect(plain.exitCode == 1)
    #expect(plain.out == "before\n")
    #expect(plain.err == "headgate: job 7 is dead\nsee 'headgate job 7'\n")
    #expect(await SampleRun("fail", "foreign").err == "headgate: the disk is full\n")
    let quiet = await SampleRun("fail", "quiet")
    #expect(quiet.exitCode == 1)
    #expect(quiet.err == "")
  }

  @Test("prints help on standard output when asked, on standard error when it is an answer to nothing")
  func help() async {
    let asked = await SampleRun("--help")
    #expect(asked.exitCode == 0)
    #expect(asked.err == "")
    let bare = await SampleRun()
    #expect(bare.exitCode == 2)
    #expect(bare.out == "")
    #expect(bare.err.hasPrefix(asked.out))
    #expect(bare.err.hasSuffix("headgate: no command is given; name one of those above\n"))
    #expect(await SampleRun("tenant").err.contains("tenant add  add a tenant"))
  }

  @Test("tells its version to people and to programs")
  func version() async {
    let people = await SampleRun("--version")
    #expect(people.out == "headgate \(VersionCommand.current)\n")
    for run in [await SampleRun("--version", "--json"), await SampleRun("version", "--json")] {
      #expect(run.out == "{\"version\":\"\(VersionCommand.current)\"}\n")
      #expect(run.exitCode == 0)
    }
  }

  @Test("colours errors on a terminal only, and not against --no-color or NO_COLOR")
  func colour() async {
    let colour = ["TERM": "xterm"]
    #expect(
      await SampleRun("x", environment: colour, terminalColumns: 80).err.contains("\u{1B}[1;31mheadgate:"))
    #expect(await !SampleRun("x", environment: colour).err.contains("\u{1B}"))
    #expect(
      await !SampleRun("x", "--no-color", environment: colour, terminalColumns: 80).err.contains("\u{1B}"))
    let refused = ["TERM": "xterm", "NO_COLOR": "1"]
    #expect(await !SampleRun("x", environment: refused, terminalColumns: 80).err.contains("\u{1B}"))
    #expect(await !SampleRun("x", environment: ["TERM": "dumb"], terminalColumns: 80).err.contains("\u{1B}"))
  }

  @Test("shows foreign text in errors harmlessly")
  func injection() async {
    let run = await SampleRun("\u{1B}]0;title\u{7}")
    #expect(run.err.hasPrefix(#"headgate: unknown command '\u{1B}]0;title\u{7}'"#))
  }
}
