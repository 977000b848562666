#pragma once
#include <curl/curl.h>

/* Swift cannot call functions with variable arguments, so each kind of option has a typed function here. */

static inline CURLcode panel_setopt_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode panel_setopt_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

/* libcurl copies the string. */
static inline CURLcode panel_setopt_string(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode panel_setopt_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

/* The list has to live as long as the transfer. */
static inline CURLcode panel_setopt_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}

typedef size_t (*panel_data_callback)(char *data, size_t size, size_t count, void *context);

static inline CURLcode panel_setopt_data_callback(CURL *easy, CURLoption option, panel_data_callback callback) {
  return curl_easy_setopt(easy, option, callback);
}

static inline CURLcode panel_getinfo_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}

/* The result is in a union, which Swift reads only by copying. */
static inline CURLcode panel_message_result(const CURLMsg *message) { return message->data.result; }

/* Macros with casts or shifts that Swift does not import. */
static const size_t panel_write_pause = CURL_WRITEFUNC_PAUSE;
static const int panel_pause_none = CURLPAUSE_CONT;
