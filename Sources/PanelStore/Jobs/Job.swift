/// Numbers a job in its database.
public struct JobID: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible, SQLConvertible {
  public var rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }
  public var description: String { "\(rawValue)" }
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Numbers a process that takes jobs.
public struct WorkerID: RawRepresentable, Hashable, Sendable, CustomStringConvertible, SQLConvertible {
  public var rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }
  public var description: String { "\(rawValue)" }
}

/// A job that is to be queued.
public struct NewJob: Hashable, Sendable {
  /// Unique within its run: the same key again is passed over.
  public var key: String
  /// What is to be done: `verdict`, `comparison` …
  public var kind: String
  /// Jobs of a smaller rank are taken first; of equal ones in the order in which they came. Give neighbours what shares a
  /// prompt.
  public var rank: Int64
  /// What it is to be done to, in the words of its kind.
  public var payload: String
  /// How often it may end badly before it is given up.
  public var mostStrikes: Int

  public init(key: String, kind: String, rank: Int64 = 0, payload: String = "", mostStrikes: Int = 3) {
    self.key = key
    self.kind = kind
    self.rank = rank
    self.payload = payload
    self.mostStrikes = max(1, mostStrikes)
  }
}

/// A job of the queue.
public struct Job: Hashable, Sendable {
  public var id: JobID
  public var run: RunID
  public var key: String
  public var kind: String
  public var rank: Int64
  public var payload: String
  public var progress: JobProgress
  public var failure: JobFailure?
  /// What came of it, in the words of its kind, such as the verdict's version.
  public var result: String?
  public var finishedAt: Timestamp?
}

/// Why a job ended without a result.
public struct JobFailure: Error, Hashable, Sendable {
  /// A word to count by: `timed_out`, `context_overflow` …
  public var kind: String
  /// For a person.
  public var message: String
  /// Whether it may go well the next time; others are not tried again.
  public var isTransient: Bool

  public init(kind: String, message: String, isTransient: Bool) {
    self.kind = kind
    self.message = message
    self.isTransient = isTransient
  }
}

/// The right to work on a job for a while.
public struct JobLease: Hashable, Sendable {
  public var job: Job
  /// Fences: the job's result is taken only from the newest attempt.
  public var attempt: Int
  public var worker: WorkerID
}
