// libcurl, loaded when it is first needed: it brings some thirty libraries along, which a command that only enqueues a
// job need not wait for. Its variadic functions, which Swift cannot call, have one typed function for each kind of
// argument. And Linux's interfaces for waiting on libcurl's sockets, which the Glibc module leaves out.
#pragma once
#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// Loads the library; to be called once, before everything else. NULL, or why it cannot be had.
const char *ccurl_load(void);

// libcurl's own functions.
CURLcode ccurl_global_init(long flags);
CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *easy);
void ccurl_easy_reset(CURL *easy);
const char *ccurl_easy_strerror(CURLcode code);
CURLM *ccurl_multi_init(void);
CURLMcode ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_socket_action(CURLM *multi, curl_socket_t socket, int events, int *running);
CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left);
struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *line);
void ccurl_slist_free_all(struct curl_slist *list);

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);

CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value);

// libcurl copies the text, with the exception of CURLOPT_POSTFIELDS.
CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value);

CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value);

CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);

// Bodies and headers have callbacks of one type.
CURLcode ccurl_set_receiver(CURL *easy, CURLoption option, curl_write_callback value);

CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value);

CURLcode ccurl_get_pointer(CURL *easy, CURLINFO info, void **value);

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);

CURLMcode ccurl_multi_set_socket_callback(
    CURLM *multi, curl_socket_callback callback, void *context);

CURLMcode ccurl_multi_set_timer_callback(
    CURLM *multi, curl_multi_timer_callback callback, void *context);

// What a finished transfer ended with; the message's union is awkward in Swift.
CURLcode ccurl_result(const CURLMsg *message);
