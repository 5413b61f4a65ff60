// libcurl's variadic functions cannot be called from Swift: one typed function for each kind of argument.
// And Linux's interfaces for waiting on libcurl's sockets, which the Glibc module leaves out.
#pragma once
#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// The parentheses keep GCC's type-checking macros of the same names out: the option is not a constant here.

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return (curl_easy_setopt)(easy, option, value);
}

// libcurl copies the text, with the exception of CURLOPT_POSTFIELDS.
static inline CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return (curl_easy_setopt)(easy, option, value);
}

// Bodies and headers have callbacks of one type.
static inline CURLcode ccurl_set_receiver(CURL *easy, CURLoption option, curl_write_callback value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
  return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLcode ccurl_get_pointer(CURL *easy, CURLINFO info, void **value) {
  return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return (curl_multi_setopt)(multi, option, value);
}

static inline CURLMcode ccurl_multi_set_socket_callback(
    CURLM *multi, curl_socket_callback callback, void *context) {
  CURLMcode code = (curl_multi_setopt)(multi, CURLMOPT_SOCKETDATA, context);
  return code != CURLM_OK ? code : (curl_multi_setopt)(multi, CURLMOPT_SOCKETFUNCTION, callback);
}

static inline CURLMcode ccurl_multi_set_timer_callback(
    CURLM *multi, curl_multi_timer_callback callback, void *context) {
  CURLMcode code = (curl_multi_setopt)(multi, CURLMOPT_TIMERDATA, context);
  return code != CURLM_OK ? code : (curl_multi_setopt)(multi, CURLMOPT_TIMERFUNCTION, callback);
}

// What a finished transfer ended with; the message's union is awkward in Swift.
static inline CURLcode ccurl_result(const CURLMsg *message) { return message->data.result; }
