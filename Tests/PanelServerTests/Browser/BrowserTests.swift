import Testing

/// What is done in a real browser, one test after another: a browser takes the whole machine.
@Suite(.serialized)
enum BrowserTests {}
