// The calls of start-flow jobs, as fast as libcurl's multi interface makes them: DescribeFlow, then StartFlow, signed
// by libcurl, with the options that Headgate sets. One thread, one epoll, handles used again.
//
//   client --port PORT [--jobs 5000] [--in-flight 1000] [--payload-bytes 600]
#include <curl/curl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "common.h"

struct job {
  CURL *easy;
  int is_starting;
  long number;
  size_t received;
  char answer[4096];
};

static const char *port;
static long job_count, begun, finished;
static int payload_bytes, poller;
static CURLM *multi;
static struct curl_slist *headers;
static int64_t deadline_ns = -1;

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  struct job *job = context;
  size_t room = sizeof job->answer - 1 - job->received, length = size * count;
  memcpy(job->answer + job->received, bytes, length < room ? length : room);
  job->received += length < room ? length : room;
  return length;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes, (void)context;
  return size * count;
}

static void send_request(struct job *job) {
  char url[128], body[4096];
  int length = snprintf(body, sizeof body, "{\"flowName\":\"flow-%ld\"", job->number);
  if (job->is_starting) {
    length += snprintf(body + length, sizeof body - (size_t)length,
                       ",\"clientToken\":\"headgate-0123456789abcdef-%ld-1\"", job->number);
    while (length < payload_bytes) body[length++] = ' ';
  }
  body[length++] = '}';
  snprintf(url, sizeof url, "http://127.0.0.1:%s/%s", port, job->is_starting ? "start-flow" : "describe-flow");
  job->received = 0;
  CURL *easy = job->easy;
  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, job);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, job);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, job);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 5000L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 60000L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "headgate");
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
  curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body);
  curl_easy_setopt(easy, CURLOPT_AWS_SIGV4, "aws:amz:eu-central-1:appflow");
  curl_easy_setopt(easy, CURLOPT_USERNAME, "AKIAIOSFODNN7EXAMPLE");
  curl_easy_setopt(easy, CURLOPT_PASSWORD, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  if (curl_multi_add_handle(multi, easy) != CURLM_OK) give_up("libcurl takes no request more");
}

static void begin_job(struct job *job) {
  job->number = ++begun;
  job->is_starting = 0;
  send_request(job);
}

static void finish_requests(void) {
  int left;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left))) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL *easy = message->easy_handle;
    CURLcode code = message->data.result;
    struct job *job;
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&job);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK || status != 200) give_up("a request failed: %s, %ld", curl_easy_strerror(code), status);
    job->answer[job->received] = 0;
    if (!strstr(job->answer, job->is_starting ? "\"executionId\"" : "\"OnDemand\"")) give_up("a wrong answer");
    curl_multi_remove_handle(multi, easy);
    if (!job->is_starting) {
      job->is_starting = 1;
      send_request(job);
    } else {
      finished++;
      if (begun < job_count) begin_job(job);
    }
  }
}

static int watch_socket(CURL *easy, curl_socket_t socket, int what, void *context, void *known) {
  (void)easy, (void)context;
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(poller, EPOLL_CTL_DEL, socket, NULL);
    return 0;
  }
  struct epoll_event event = {.data.fd = socket};
  if (what & CURL_POLL_IN) event.events |= EPOLLIN;
  if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
  epoll_ctl(poller, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
  curl_multi_assign(multi, socket, &poller);
  return 0;
}

static int set_timer(CURLM *handle, long delay_ms, void *context) {
  (void)handle, (void)context;
  deadline_ns = delay_ms < 0 ? -1 : now_ns() + delay_ms * 1000000;
  return 0;
}

static void turn(void) {
  struct epoll_event events[256];
  int64_t left_ns = deadline_ns < 0 ? -1 : deadline_ns - now_ns();
  int wait_ms = deadline_ns < 0 ? -1 : left_ns <= 0 ? 0 : (int)((left_ns + 999999) / 1000000);
  int running, happened = epoll_wait(poller, events, 256, wait_ms);
  for (int index = 0; index < happened; index++) {
    int what = 0;
    if (events[index].events & EPOLLIN) what |= CURL_CSELECT_IN;
    if (events[index].events & EPOLLOUT) what |= CURL_CSELECT_OUT;
    if (events[index].events & (EPOLLERR | EPOLLHUP)) what |= CURL_CSELECT_ERR;
    curl_multi_socket_action(multi, events[index].data.fd, what, &running);
  }
  if (deadline_ns >= 0 && deadline_ns <= now_ns()) {
    deadline_ns = -1;
    curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
  }
  finish_requests();
}

int main(int count, char **arguments) {
  port = option(count, arguments, "--port", NULL);
  job_count = atol(option(count, arguments, "--jobs", "5000"));
  long in_flight = atol(option(count, arguments, "--in-flight", "1000"));
  payload_bytes = atoi(option(count, arguments, "--payload-bytes", "600"));
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  curl_global_init(CURL_GLOBAL_DEFAULT);
  multi = curl_multi_init();
  poller = epoll_create1(EPOLL_CLOEXEC);
  headers = curl_slist_append(NULL, "Content-Type: application/json");
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 2048L);
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer);

  int64_t start = now_ns();
  double cpu_start = cpu_seconds();
  for (long index = 0; index < in_flight && index < job_count; index++) {
    struct job *job = must(calloc(1, sizeof *job));
    job->easy = must(curl_easy_init());
    begin_job(job);
  }
  while (finished < job_count) turn();
  printf("{\"seconds\":%.6f,\"cpuSeconds\":%.6f,\"requests\":%ld}\n", (double)(now_ns() - start) / 1e9,
         cpu_seconds() - cpu_start, 2 * finished);
  return 0;
}
