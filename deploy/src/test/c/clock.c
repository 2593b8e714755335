/*
 * A time of day that is wrong, for a program that is started with this preloaded: CLOCK_OFFSET says
 * by how many seconds it is ahead. What counts time that passes stays right. (libfaketime 0.9.10
 * also changes the waits of a JVM on the monotonic clock, which then never sleeps.)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

/* Later than any monotonic clock, which began when the machine did, and long past as a time of day. */
#define TIME_OF_DAY 1000000000

static long offset(void) {
  static long seconds;
  static int known;
  if (!known) {
    const char *text = getenv("CLOCK_OFFSET");
    seconds = text ? atol(text) : 0;
    known = 1;
  }
  return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) {
    real = dlsym(RTLD_NEXT, "clock_gettime");
  }
  int result = real(clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    now->tv_sec += offset();
  }
  return result;
}

int gettimeofday(struct timeval *now, void *zone) {
  struct timespec precise;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *now) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (now) {
    *now = precise.tv_sec;
  }
  return precise.tv_sec;
}

/* A wait until a time of day, which the kernel knows better. */
int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *end) {
  static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
  if (!real) {
    real = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2"); /* The older one is another. */
    if (!real) {
      real = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
    }
  }
  struct timespec right = *end;
  if (right.tv_sec > TIME_OF_DAY) {
    right.tv_sec -= offset();
  }
  return real(cond, mutex, &right);
}
