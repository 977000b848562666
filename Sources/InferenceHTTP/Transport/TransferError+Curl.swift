import CCurl

extension TransferError {
  /// Reads libcurl's result; `detail` is what it wrote into its error buffer, `connected` whether a connection was made.
  init(_ result: CURLcode, detail: String, url: String, connected: Bool, hadResponse: Bool) {
    let text = detail.isEmpty ? String(cString: curl_easy_strerror(result)) : detail
    let code: Code =
      switch result {
      // What is not HTTP at all is taken for HTTP/0.9, which libcurl no longer speaks.
      case CURLE_UNSUPPORTED_PROTOCOL: connected ? .notHTTP : .badAddress
      case CURLE_URL_MALFORMAT: .badAddress
      case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .notFound
      case CURLE_COULDNT_CONNECT: .refused
      case CURLE_OPERATION_TIMEDOUT: connected ? .stalled : .connectTimedOut
      case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
        CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ISSUER_ERROR:
        .tls
      case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING: .interrupted
      case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2: .notHTTP
      default: .other
      }
    self.init(code, "\(text).", at: url, hadResponse: hadResponse)
  }
}
