// Stands in for AppFlow: answers each request after a fixed time with what AppFlow would say of a flow that runs
// on demand. One thread, one epoll. Prints its port, ends when its standard input does, and then prints what it has
// answered.
//
//   server [--delay-ms 200]
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { MAX_CONNECTIONS = 16384, MAX_REQUEST = 8192, MAX_WAITING = 65536 };

struct connection {
  uint32_t generation, length;
  char *request;
};

struct waiting {
  int64_t due_ns;
  int socket;
  uint32_t generation;
  int is_start;
};

static struct connection connections[MAX_CONNECTIONS];
// Every answer takes as long as any other, so the first to come is the first to be due.
static struct waiting waiting[MAX_WAITING];
static uint64_t waiting_head, waiting_tail, answered, accepted;
static int poller;

static const char description[] =
    "{\"flowArn\":\"arn:aws:appflow:eu-central-1:123456789012:flow/accounts\",\"flowName\":\"accounts\","
    "\"flowStatus\":\"Active\",\"triggerConfig\":{\"triggerType\":\"OnDemand\"},\"sourceFlowConfig\":"
    "{\"connectorType\":\"Salesforce\",\"connectorProfileName\":\"sf\",\"sourceConnectorProperties\":"
    "{\"Salesforce\":{\"object\":\"Account\"}}},\"destinationFlowConfigList\":[{\"connectorType\":\"S3\","
    "\"destinationConnectorProperties\":{\"S3\":{\"bucketName\":\"landing\"}}}],\"tasks\":[{\"taskType\":"
    "\"Map\",\"sourceFields\":[\"Id\"],\"destinationField\":\"Id\",\"connectorOperator\":{\"Salesforce\":"
    "\"NO_OP\"}}],\"createdAt\":1767225600.5,\"lastUpdatedAt\":1767225600.5}";

static void answer(const struct waiting *due) {
  if (connections[due->socket].generation != due->generation) return;
  char body[256], text[2048];
  const char *content = description;
  answered++;
  if (due->is_start) {
    snprintf(body, sizeof body,
             "{\"flowArn\":\"arn:aws:appflow:eu-central-1:123456789012:flow/accounts\",\"flowStatus\":"
             "\"Active\",\"executionId\":\"%08" PRIx64 "-0000-4000-8000-000000000000\"}",
             answered);
    content = body;
  }
  int length = snprintf(text, sizeof text,
                        "HTTP/1.1 200 OK\r\nx-amzn-RequestId: %08" PRIx64 "-1111-4000-8000-000000000000\r\n"
                        "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                        answered, strlen(content), content);
  // An answer fits into any socket's buffer; a client that is gone is noticed when it is read from.
  if (send(due->socket, text, (size_t)length, MSG_NOSIGNAL) < 0 && errno != EPIPE && errno != ECONNRESET)
    give_up("send: %s", strerror(errno));
}

static void drop(int socket) {
  connections[socket].generation++;
  connections[socket].length = 0;
  close(socket);
}

static void take_requests(int socket, int64_t delay_ns) {
  struct connection *connection = &connections[socket];
  while (1) {
    ssize_t count = recv(socket, connection->request + connection->length,
                         MAX_REQUEST - 1 - connection->length, 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return drop(socket);
    connection->length += (uint32_t)count;
    connection->request[connection->length] = 0;
    char *body = strstr(connection->request, "\r\n\r\n");
    if (!body) continue;
    const char *size = strcasestr(connection->request, "\r\ncontent-length:");
    size_t whole = (size_t)(body + 4 - connection->request) + (size > body || !size ? 0 : (size_t)atol(size + 17));
    if (whole >= MAX_REQUEST) return drop(socket);
    if (connection->length < whole) continue;
    if (waiting_tail - waiting_head == MAX_WAITING) give_up("too many requests wait");
    waiting[waiting_tail++ % MAX_WAITING] = (struct waiting){
        now_ns() + delay_ns, socket, connection->generation, !!strstr(connection->request, "/start-flow ")};
    connection->length = 0;
  }
}

static void take_connections(int listener) {
  int socket;
  while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    if (socket >= MAX_CONNECTIONS) give_up("too many connections");
    int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (!connections[socket].request) connections[socket].request = must(malloc(MAX_REQUEST));
    struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
    epoll_ctl(poller, EPOLL_CTL_ADD, socket, &event);
    accepted++;
  }
}

static int listen_on_loopback(void) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 4096))
    give_up("cannot listen: %s", strerror(errno));
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

int main(int count, char **arguments) {
  int64_t delay_ns = atol(option(count, arguments, "--delay-ms", "200")) * 1000000;
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  poller = epoll_create1(EPOLL_CLOEXEC);
  int listener = listen_on_loopback();
  for (int index = 0; index < 2; index++) {
    int descriptor = index ? listener : STDIN_FILENO;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event)) give_up("standard input must be a pipe");
  }
  struct epoll_event events[512];
  while (1) {
    int64_t left_ns = waiting_head == waiting_tail ? -1 : waiting[waiting_head % MAX_WAITING].due_ns - now_ns();
    int left_ms = left_ns < 0 ? (waiting_head == waiting_tail ? -1 : 0) : (int)((left_ns + 999999) / 1000000);
    int happened = epoll_wait(poller, events, 512, left_ms);
    for (int index = 0; index < happened; index++) {
      int descriptor = events[index].data.fd;
      if (descriptor == listener) {
        take_connections(listener);
      } else if (descriptor == STDIN_FILENO) {
        char byte;
        if (read(STDIN_FILENO, &byte, 1) > 0) continue;
        printf("{\"answered\":%" PRIu64 ",\"connections\":%" PRIu64 ",\"cpuSeconds\":%.3f}\n", answered, accepted,
               cpu_seconds());
        return 0;
      } else {
        take_requests(descriptor, delay_ns);
      }
    }
    for (int64_t now = now_ns(); waiting_head != waiting_tail && waiting[waiting_head % MAX_WAITING].due_ns <= now;)
      answer(&waiting[waiting_head++ % MAX_WAITING]);
  }
}
