/// Two tools that do not exist, by facts for and against each. Put to a persona in both orders, what is said cancels, and what
/// is left is its leaning to a place. Statements without content will not do here: between two tools of which nothing is said,
/// Qwen2.5-Coder 1.5B leans otherwise than between two with merits and faults, by 0.6 in log-odds in some ways to ask.
struct ReferencePair {
  var first: [String]
  var second: [String]

  static let all = [
    ReferencePair(
      first: [
        "It installs with one command.", "The newest release is three years old.", "The manual describes every option.",
        "Files of more than 2 GB are refused.", "It has no dependencies.",
        "Its interface changed with each of three releases.",
      ],
      second: [
        "It needs a database beside it.", "Eleven releases came out in the last year.",
        "The command line has no help of its own.", "It reads files of any size.", "It has forty dependencies.",
        "Its interface has not changed since version 1.0.",
      ]),
    ReferencePair(
      first: [
        "The licence allows commercial use.", "Two people wrote nearly all of the code.",
        "Tests run on Linux alone.", "A call takes half as long as in the version before.",
        "Questions are answered in a public forum.", "Results differ between runs.",
      ],
      second: [
        "The licence asks for a fee from ten users on.", "A company pays five developers for it.",
        "Tests run on Linux, macOS and Windows.", "It takes 400 MB of memory at rest.",
        "Questions are answered for paying users.", "The same input gives the same bytes.",
      ]),
    ReferencePair(
      first: [
        "It works without a network.", "Plugins are written in a language of its own.",
        "Known security holes are listed with their fixes.", "Settings cannot be changed while it runs.",
        "It starts in 20 milliseconds.", "Error messages name neither file nor line.",
      ],
      second: [
        "It sends usage statistics to its maker.", "Plugins are written in any language.",
        "There is no address for reports of security holes.", "Settings are read anew on a signal.",
        "It starts in four seconds.", "Error messages say what to do.",
      ]),
  ]
}
