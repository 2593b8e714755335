/*
 * The example service, and the misbehaving one that the tests need: one static program, told by its environment.
 *
 *   VERSION=v1          what it calls itself
 *   MODE=http|tcp       http: "/" answers "VERSION HOSTNAME", "/up" 200 or 503, "/env/NAME" that variable, "/hold/MS" as "/"
 *                       but so much later, "/events" an endless stream of them; an upgraded connection echoes
 *                       tcp: greets with "VERSION HOSTNAME" and echoes, as a database stands in for
 *   PORT=80             where it listens
 *   SAY=TEXT            prints TEXT at the start
 *   LOG_LINES=N         prints N numbered lines at the start
 *   LOG_REQUESTS=1      prints "VERSION: METHOD PATH" of each request but "/up", to its standard error
 *   START_SLOW_S=N      listens only after N seconds
 *   CRASH_AFTER_S=N     exits N seconds after its start (0: before it listens), with EXIT_CODE=1
 *   UNHEALTHY_AFTER_S=N "/up" answers 503, tcp connections are closed at once, from N seconds after the start (0: from the first)
 *   HANG_AFTER_S=N      takes connections and answers nothing from N seconds after the start
 *   ONLY_ON=HOST        the three above hold where BERTH_HOST is HOST, and nowhere else
 *   IGNORE_SIGTERM=1    only SIGKILL ends it
 *   STOP_SLOW_S=N       takes N seconds to end after SIGTERM, and answers until then
 *   ANSWER_DELAY_MS=N   before each answer of "/"
 *   ERROR_PERCENT=N     so many of a hundred answers of "/" are 500, evenly spread
 *   LEAK_MB_PER_S=N     takes memory and keeps it
 *   BURN_CPU_PERCENT=N  of one core
 *   LOCK_FILE=PATH      exits with 73 when another process holds it: two writers on one volume
 *
 * "app probe [PATH]" asks the program in the same container and exits 0 for 200: for an image's HEALTHCHECK.
 * It runs as process 1: SIGTERM (or SIGINT, SIGQUIT, SIGUSR1) closes the port, lets answers under way end, exits 0.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { NEVER = -1, TICK_MS = 50, END_LIMIT_MS = 10000, REQUEST_LIMIT = 16384 };

static long started_ms;
static long unhealthy_after_s, hang_after_s, answer_delay_ms, error_percent, log_requests;
static const char *version;
static char host_name[256];
static sigset_t end_signals;
static atomic_bool ending;
static atomic_int answering;
static atomic_long asked;

static long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void pause_ms(long ms) {
  struct timespec t = {ms / 1000, ms % 1000 * 1000000};
  while (nanosleep(&t, &t) != 0) continue;
}

static const char *text(const char *name, const char *otherwise) {
  const char *value = getenv(name);
  return value && *value ? value : otherwise;
}

static long number(const char *name, long otherwise) {
  const char *value = text(name, NULL);
  return value ? strtol(value, NULL, 10) : otherwise;
}

/* After how many seconds it is to misbehave; NEVER on another host than ONLY_ON. */
static long fault_after(const char *name) {
  bool here = strcmp(text("ONLY_ON", text("BERTH_HOST", "")), text("BERTH_HOST", "")) == 0;
  return here ? number(name, NEVER) : NEVER;
}

/* Whether a span of seconds since the start is over; NEVER never is. */
static bool over(long seconds) { return seconds != NEVER && now_ms() - started_ms >= seconds * 1000; }

static void say(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  putchar('\n');
  fflush(stdout);
}

static void die(int code, const char *what) {
  say("%s: %s", version, what);
  _exit(code);
}

static bool write_all(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = send(fd, bytes, count, MSG_NOSIGNAL);
    if (written <= 0) return false;
    bytes += written;
    count -= (size_t)written;
  }
  return true;
}

static bool answer(int fd, const char *status, bool head, bool keep, const char *format, ...) {
  char body[4096], whole[5120];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(body, sizeof body, format, arguments);
  va_end(arguments);
  const char *reply = "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\nConnection: %s\r\n\r\n%s";
  int length = snprintf(whole, sizeof whole, reply, status, strlen(body), keep ? "keep-alive" : "close", head ? "" : body);
  return write_all(fd, whole, (size_t)length) && keep;
}

/* True for ERROR_PERCENT of a hundred calls in a row, evenly spread: no luck involved. */
static bool error_is_due(void) {
  long n = atomic_fetch_add(&asked, 1);
  return (n + 1) * error_percent / 100 > n * error_percent / 100;
}

/* Server-sent events, ten a second, for as long as somebody reads them. */
static bool stream(int fd) {
  char event[320];
  const char *head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  snprintf(event, sizeof event, "data: %s %s\n\n", version, host_name);
  for (bool heard = write_all(fd, head, strlen(head)); heard; heard = write_all(fd, event, strlen(event))) pause_ms(100);
  return false;
}

static bool respond(int fd, const char *method, const char *path, bool keep) {
  bool head = strcmp(method, "HEAD") == 0;
  if (strcmp(path, "/up") == 0) {
    bool well = !over(unhealthy_after_s);
    return answer(fd, well ? "200 OK" : "503 Service Unavailable", head, keep, well ? "up\n" : "down\n");
  }
  if (strncmp(path, "/env/", 5) == 0) return answer(fd, "200 OK", head, keep, "%s\n", text(path + 5, ""));
  if (strcmp(path, "/events") == 0) return stream(fd);
  if (strncmp(path, "/hold/", 6) == 0)
    pause_ms(strtol(path + 6, NULL, 10));
  else if (strcmp(path, "/") != 0)
    return answer(fd, "404 Not Found", head, keep, "no %s here\n", path);
  pause_ms(answer_delay_ms);
  if (error_is_due()) return answer(fd, "500 Internal Server Error", head, keep, "%s failed\n", version);
  return answer(fd, "200 OK", head, keep, "%s %s\n", version, host_name);
}

/* Speaks as WebSockets do, as far as anybody between can see who was given the key of RFC 6455's example (section 1.3). */
static bool echo(int fd) {
  char bytes[4096];
  const char *head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                     "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
  ssize_t got = snprintf(bytes, sizeof bytes, "%s", head);
  for (bool sent = write_all(fd, bytes, (size_t)got); sent && (got = recv(fd, bytes, sizeof bytes, 0)) > 0;)
    sent = write_all(fd, bytes, (size_t)got);
  return false;
}

/* Reads so much of what comes, and drops it; false when the connection ends before. */
static bool drop(int fd, size_t count) {
  char bytes[32768];
  while (count > 0) {
    ssize_t got = recv(fd, bytes, count < sizeof bytes ? count : sizeof bytes, 0);
    if (got <= 0) return false;
    count -= (size_t)got;
  }
  return true;
}

/* The length of a request's body; a chunked one has none. */
static size_t body_of(const char *request) {
  const char *length = strcasestr(request, "\r\nContent-Length:");
  return length ? strtoul(length + 17, NULL, 10) : 0;
}

/* Answers one request, with whatever chunked body it has dropped by closing; false when the connection is to be closed. */
static bool serve_request(int fd, char *request) {
  char method[16], path[1024], protocol[16];
  if (sscanf(request, "%15s %1023s %15s", method, path, protocol) != 3)
    return answer(fd, "400 Bad Request", false, false, "what?\n");
  bool keep = strcmp(protocol, "HTTP/1.1") == 0 && !strcasestr(request, "\r\nConnection: close") &&
              !strcasestr(request, "\r\nTransfer-Encoding:");
  if (strcasestr(request, "\r\nUpgrade: websocket")) return echo(fd);
  path[strcspn(path, "?")] = 0;
  if (log_requests && strcmp(path, "/up") != 0) fprintf(stderr, "%s: %s %s\n", version, method, path);
  atomic_fetch_add(&answering, 1);
  keep = respond(fd, method, path, keep && !ending);
  atomic_fetch_sub(&answering, 1);
  return keep;
}

static void serve_http(int fd) {
  char request[REQUEST_LIMIT + 1];
  size_t held = 0;
  while (held < REQUEST_LIMIT) {
    ssize_t got = recv(fd, request + held, REQUEST_LIMIT - held, 0);
    if (got <= 0) return;
    held += (size_t)got;
    request[held] = 0;
    for (char *end; (end = strstr(request, "\r\n\r\n")); ) {
      size_t length = (size_t)(end + 4 - request);
      end[2] = 0;
      size_t body = body_of(request), here = body < held - length ? body : held - length;
      if (!drop(fd, body - here) || !serve_request(fd, request)) return;
      held -= length + here;
      memmove(request, request + length + here, held + 1);
    }
  }
}

static void serve_tcp(int fd) {
  char bytes[4096];
  if (over(unhealthy_after_s)) return;
  int length = snprintf(bytes, sizeof bytes, "%s %s\n", version, host_name);
  for (ssize_t got = length; got > 0; got = recv(fd, bytes, sizeof bytes, 0))
    if (!write_all(fd, bytes, (size_t)got)) return;
}

static void *serve(void *argument) {
  int fd = (int)(long)argument;
  if (over(hang_after_s))
    for (char byte; recv(fd, &byte, 1, 0) > 0;) continue;
  else if (strcmp(text("MODE", "http"), "tcp") == 0)
    serve_tcp(fd);
  else
    serve_http(fd);
  shutdown(fd, SHUT_WR);
  close(fd);
  return NULL;
}

static int listen_on(long port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 1024) != 0) {
    perror("cannot listen");
    exit(1);
  }
  return fd;
}

static void begin(void *(*work)(void *), void *argument) {
  pthread_t thread;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 128 * 1024);
  pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
  if (pthread_create(&thread, &small, work, argument) != 0) die(70, "out of threads");
  pthread_attr_destroy(&small);
}

static void *accept_all(void *argument) {
  int listener = (int)(long)argument, on = 1;
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0 && ending) return NULL;
    if (fd < 0) continue;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    begin(serve, (void *)(long)fd);
  }
}

static void *burn(void *argument) {
  long percent = (long)argument;
  for (;;) {
    for (long until = now_ms() + percent; now_ms() < until;) continue;
    pause_ms(percent < 100 ? 100 - percent : 0);
  }
  return NULL;
}

/* Where all can see it: the compiler leaves memory out that nobody would miss. */
static char *volatile leaked;

static void leak(long mb_per_s) {
  size_t bytes = (size_t)mb_per_s * 1024 * 1024 * TICK_MS / 1000;
  leaked = malloc(bytes);
  if (leaked) memset(leaked, 1, bytes);
}

static void take_lock(const char *path) {
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0) die(73, "another writer holds the lock file");
}

static int probe(const char *path) {
  char request[256], reply[16] = "";
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)number("PORT", 80))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  int length = snprintf(request, sizeof request, "GET %s HTTP/1.0\r\n\r\n", path);
  bool well = connect(fd, (struct sockaddr *)&address, sizeof address) == 0 && write_all(fd, request, (size_t)length) &&
              recv(fd, reply, sizeof reply - 1, MSG_WAITALL) > 0 && strstr(reply, " 200 ");
  return puts(well ? "up" : "down") < 0 || !well;
}

/* Lets so many seconds since the start go by, or all the time there is; true when a signal asked for the end before. */
static bool live(long seconds) {
  const struct timespec tick = {0, TICK_MS * 1000000};
  long crash_after_s = fault_after("CRASH_AFTER_S"), leak_mb_per_s = number("LEAK_MB_PER_S", 0);
  for (;;) {
    if (over(crash_after_s)) die((int)number("EXIT_CODE", 1), "crashed, as it was told to");
    if (over(seconds)) return false;
    if (leak_mb_per_s > 0) leak(leak_mb_per_s);
    int signal = sigtimedwait(&end_signals, NULL, &tick);
    if (signal <= 0 || number("IGNORE_SIGTERM", 0) != 0) continue;
    say("%s: asked to end by SIG%s", version, sigabbrev_np(signal));
    return true;
  }
}

/* Process 1 gets no signal that it has no handler for, except blocked ones that it waits for. Threads inherit the mask. */
static void block_end_signals(void) {
  sigemptyset(&end_signals);
  for (const int *s = (const int[]){SIGTERM, SIGINT, SIGQUIT, SIGUSR1, 0}; *s; s++) sigaddset(&end_signals, *s);
  pthread_sigmask(SIG_BLOCK, &end_signals, NULL);
}

static void run(void) {
  if (*text("LOCK_FILE", "")) take_lock(text("LOCK_FILE", ""));
  if (live(number("START_SLOW_S", 0))) return;
  if (number("BURN_CPU_PERCENT", 0) > 0) begin(burn, (void *)number("BURN_CPU_PERCENT", 0));
  int listener = listen_on(number("PORT", 80));
  say("%s: listening on port %ld", version, number("PORT", 80));
  begin(accept_all, (void *)(long)listener);
  live(NEVER);
  pause_ms(number("STOP_SLOW_S", 0) * 1000);
  ending = true;
  shutdown(listener, SHUT_RDWR);
  for (long limit = now_ms() + END_LIMIT_MS; answering > 0 && now_ms() < limit;) pause_ms(1);
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "probe") == 0) return probe(count > 2 ? arguments[2] : "/up");
  started_ms = now_ms();
  version = text("VERSION", "unnamed");
  gethostname(host_name, sizeof host_name - 1);
  unhealthy_after_s = fault_after("UNHEALTHY_AFTER_S");
  hang_after_s = fault_after("HANG_AFTER_S");
  answer_delay_ms = number("ANSWER_DELAY_MS", 0);
  error_percent = number("ERROR_PERCENT", 0);
  log_requests = number("LOG_REQUESTS", 0);
  block_end_signals();
  if (*text("SAY", "")) say("%s", text("SAY", ""));
  for (long line = 1; line <= number("LOG_LINES", 0); line++) say("line %ld", line);
  run();
  say("%s: ended", version);
  return 0;
}
