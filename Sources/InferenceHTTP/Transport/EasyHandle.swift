import CCurl

/// One transfer as libcurl sees it. Lives on the thread of ``CurlLoop`` alone.
final class EasyHandle {
  let easy: UnsafeMutableRawPointer
  let transfer: Transfer
  private var headers: UnsafeMutablePointer<curl_slist>?
  private let errorText: UnsafeMutablePointer<CChar>
  private var headParser = HeadParser()

  /// nil where libcurl refuses an option, which an address that it cannot read makes it do, or memory is out.
  init?(_ transfer: Transfer) {
    guard let easy = curl_easy_init() else { return nil }
    self.easy = easy
    self.transfer = transfer
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    guard setUp() else { return nil }
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headers)
    errorText.deallocate()
  }

  func add(to multi: UnsafeMutableRawPointer) { curl_multi_add_handle(multi, easy) }

  /// Removing a transfer that is not finished closes its connection.
  func remove(from multi: UnsafeMutableRawPointer) { curl_multi_remove_handle(multi, easy) }

  func resume() { curl_easy_pause(easy, panel_pause_none) }

  func finish(_ result: CURLcode) {
    if result == CURLE_OK { return transfer.finish(.success(())) }
    // Not the time of the connection: that is 0 where an open one was used again.
    var sent = 0
    _ = panel_getinfo_long(easy, CURLINFO_REQUEST_SIZE, &sent)
    transfer.finish(
      .failure(
        TransferError(
          result, detail: String(cString: errorText), url: transfer.request.url, connected: sent > 0,
          hadResponse: transfer.hasHead)))
  }

  private func setUp() -> Bool {
    let request = transfer.request
    var isSet = true
    func string(_ option: CURLoption, _ value: String) {
      isSet = panel_setopt_string(easy, option, value) == CURLE_OK && isSet
    }
    func number(_ option: CURLoption, _ value: Int) {
      isSet = panel_setopt_long(easy, option, value) == CURLE_OK && isSet
    }
    string(CURLOPT_URL, request.url)
    string(CURLOPT_PROTOCOLS_STR, "http,https")
    string(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    number(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    number(CURLOPT_NOSIGNAL, 1)
    number(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    number(CURLOPT_TCP_NODELAY, 1)
    if let timeout = request.connectTimeout { number(CURLOPT_CONNECTTIMEOUT_MS, max(1, timeout.milliseconds)) }
    if request.redirectLimit > 0 {
      number(CURLOPT_FOLLOWLOCATION, 1)
      number(CURLOPT_MAXREDIRS, request.redirectLimit)
    }
    if let socket = request.unixSocket { string(CURLOPT_UNIX_SOCKET_PATH, socket) }
    // libcurl reads the usual proxy variables; this machine itself is never behind a proxy.
    if request.unixSocket != nil || Loopback.contains(url: request.url) { string(CURLOPT_PROXY, "") }
    string(CURLOPT_CUSTOMREQUEST, request.method)
    if request.method == "HEAD" { number(CURLOPT_NOBODY, 1) }
    if let body = request.body {
      isSet = panel_setopt_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)) == CURLE_OK && isSet
      body.withUnsafeBytes { bytes in
        let copied = panel_setopt_pointer(
          easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        isSet = copied == CURLE_OK && isSet
      }
    }
    // Without this libcurl waits for a “100 Continue” before larger bodies, which many small servers never send.
    for (name, value) in request.headers + [(name: "Expect", value: "")] {
      guard let list = curl_slist_append(headers, value.isEmpty ? "\(name):" : "\(name): \(value)") else {
        return false
      }
      headers = list
    }
    isSet = panel_setopt_list(easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK && isSet
    return isSet && setCallbacks()
  }

  private func setCallbacks() -> Bool {
    let context = Unmanaged.passUnretained(self).toOpaque()
    let results = [
      panel_setopt_pointer(easy, CURLOPT_ERRORBUFFER, errorText),
      panel_setopt_pointer(easy, CURLOPT_WRITEDATA, context),
      panel_setopt_pointer(easy, CURLOPT_HEADERDATA, context),
      panel_setopt_data_callback(easy, CURLOPT_HEADERFUNCTION) { data, size, count, context in
        guard let data, let context else { return 0 }
        let handle = Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
        handle.takeHeader(UnsafeRawBufferPointer(start: data, count: size * count))
        return size * count
      },
      panel_setopt_data_callback(easy, CURLOPT_WRITEFUNCTION) { data, size, count, context in
        guard let data, let context else { return 0 }
        let handle = Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
        guard size * count > 0 else { return 0 }
        return handle.transfer.put(UnsafeRawBufferPointer(start: data, count: size * count))
          ? size * count : panel_write_pause
      },
    ]
    return results.allSatisfy { $0 == CURLE_OK }
  }

  private func takeHeader(_ line: UnsafeRawBufferPointer) {
    guard let head = headParser.feed(line) else { return }
    let isFollowed = transfer.request.redirectLimit > 0 && (300..<400).contains(head.status) && head["Location"] != nil
    if !isFollowed { transfer.put(head) }
  }
}
