#include "ccurl.h"

#include <dlfcn.h>

#define FUNCTIONS(DO) \
  DO(curl_global_init) \
  DO(curl_easy_init) \
  DO(curl_easy_cleanup) \
  DO(curl_easy_reset) \
  DO(curl_easy_strerror) \
  DO(curl_multi_init) \
  DO(curl_multi_cleanup) \
  DO(curl_multi_add_handle) \
  DO(curl_multi_remove_handle) \
  DO(curl_multi_socket_action) \
  DO(curl_multi_info_read) \
  DO(curl_slist_append) \
  DO(curl_slist_free_all) \
  DO(curl_easy_setopt) \
  DO(curl_easy_getinfo) \
  DO(curl_multi_setopt)

// Written once by ccurl_load, before anybody reads it.
static struct {
#define MEMBER(name) __typeof__(&(name)) name;
  FUNCTIONS(MEMBER)
} functions;

const char *ccurl_load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
#define LOAD(name) \
  *(void **)&functions.name = dlsym(library, #name); \
  if (!functions.name) return dlerror();
  FUNCTIONS(LOAD)
  return NULL;
}

CURLcode ccurl_global_init(long flags) { return functions.curl_global_init(flags); }

CURL *ccurl_easy_init(void) { return functions.curl_easy_init(); }

void ccurl_easy_cleanup(CURL *easy) { functions.curl_easy_cleanup(easy); }

void ccurl_easy_reset(CURL *easy) { functions.curl_easy_reset(easy); }

const char *ccurl_easy_strerror(CURLcode code) { return functions.curl_easy_strerror(code); }

CURLM *ccurl_multi_init(void) { return functions.curl_multi_init(); }

CURLMcode ccurl_multi_cleanup(CURLM *multi) { return functions.curl_multi_cleanup(multi); }

CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy) { return functions.curl_multi_add_handle(multi, easy); }

CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy) { return functions.curl_multi_remove_handle(multi, easy); }

CURLMcode ccurl_multi_socket_action(CURLM *multi, curl_socket_t socket, int events, int *running) { return functions.curl_multi_socket_action(multi, socket, events, running); }

CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left) { return functions.curl_multi_info_read(multi, left); }

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *line) { return functions.curl_slist_append(list, line); }

void ccurl_slist_free_all(struct curl_slist *list) { functions.curl_slist_free_all(list); }

// The parentheses keep GCC's type-checking macros of the same names out: the option is not a constant here.

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return (functions.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return (functions.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value) {
  return (functions.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return (functions.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return (functions.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_receiver(CURL *easy, CURLoption option, curl_write_callback value) {
  return (functions.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
  return (functions.curl_easy_getinfo)(easy, info, value);
}

CURLcode ccurl_get_pointer(CURL *easy, CURLINFO info, void **value) {
  return (functions.curl_easy_getinfo)(easy, info, value);
}

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return (functions.curl_multi_setopt)(multi, option, value);
}

CURLMcode ccurl_multi_set_socket_callback(
    CURLM *multi, curl_socket_callback callback, void *context) {
  CURLMcode code = (functions.curl_multi_setopt)(multi, CURLMOPT_SOCKETDATA, context);
  return code != CURLM_OK ? code : (functions.curl_multi_setopt)(multi, CURLMOPT_SOCKETFUNCTION, callback);
}

CURLMcode ccurl_multi_set_timer_callback(
    CURLM *multi, curl_multi_timer_callback callback, void *context) {
  CURLMcode code = (functions.curl_multi_setopt)(multi, CURLMOPT_TIMERDATA, context);
  return code != CURLM_OK ? code : (functions.curl_multi_setopt)(multi, CURLMOPT_TIMERFUNCTION, callback);
}

CURLcode ccurl_result(const CURLMsg *message) { return message->data.result; }
