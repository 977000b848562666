/// A panel of two personas and two tools, small enough for the smallest model in a few seconds.
enum SmallPanel {
  /// Writes `tools/`, `personas/`, to be used with the built-in prompts.
  static func write(into folder: Workplace) throws {
    try folder.write(lantern, to: "tools/lantern.yaml").write(beacon, to: "tools/beacon.yaml")
    try folder.write(user, to: "personas/user.yaml").write(buyer, to: "personas/buyer.yaml")
    try folder.write("order: [user, buyer]\nquorum: 2\n", to: "personas/panel.yaml")
  }

  static let lantern = """
    name: Lantern
    tagline: Serves a folder over HTTP
    category: Web servers
    licence: MIT
    facts:
      - text: It is one program of 4 MB without dependencies.
        source: README 1.2
        retrieved: 2026-11-22
      - text: It reloads its settings without dropping connections.
        source: README 1.2
        retrieved: 2026-11-22
      - text: It has no support for TLS.
        source: README 1.2
        retrieved: 2026-11-22
      - text: It runs on Linux, macOS and Windows.
        source: README 1.2
        retrieved: 2026-11-22
      - text: A user starts it with one command in the folder.
        source: README 1.2
        retrieved: 2026-11-22
      - text: Its manual has forty pages with examples.
        source: README 1.2
        retrieved: 2026-11-22
      - text: It is the friendliest server there is.
        source: README 1.2
        retrieved: 2026-11-22
        vendor: true
    description: A small web server.

    """

  static let beacon = """
    name: Beacon
    tagline: A web server with plug-ins
    category: Web servers
    licence: Apache-2.0
    pricing:
      label: Free
      entry: $0
      source: README 3.0
      retrieved: 2026-11-22
    facts:
      - text: It renews certificates by itself.
        source: README 3.0
        retrieved: 2026-11-22
      - text: A plug-in is a shared library that is loaded at start.
        source: README 3.0
        retrieved: 2026-11-22
      - text: It needs a database for its settings.
        source: README 3.0
        retrieved: 2026-11-22
      - text: It costs nothing and has no paid plan.
        source: README 3.0
        retrieved: 2026-11-22
      - text: Its settings are read from one file.
        source: README 3.0
        retrieved: 2026-11-22
      - text: A plug-in can crash the server.
        source: README 3.0
        retrieved: 2026-11-22
      - text: The last release is four years old.
        source: change log 3.0
        retrieved: 2026-11-22
    description: A larger web server.

    """

  static let user = """
    id: user
    name: User
    lens: the person who runs it
    stance: You have to run it tomorrow.
    moves:
      - id: first_step
        ask: What is the first thing that a user of {name} does?
        lead_in: The first step is
        words: 20
      - id: timing
        ask: Is {name} early, on time or late?
        lead_in: It is
        words: 20
        choices: [early, on time, late]
    ship_when: the first step is short
    skip_when: the first step is long

    """

  static let buyer = """
    id: buyer
    name: Buyer
    lens: the person who pays for it
    stance: You answer for what it costs.
    moves:
      - id: cost
        ask: What does {name} cost over a year?
        lead_in: Over a year it costs
        words: 20
    ship_when: the costs are known
    skip_when: the costs are hidden

    """
}
