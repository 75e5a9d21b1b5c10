/* The C twin of the loop: clock_nanosleep to absolute deadlines, with the same requests to the kernel.
 * twin PERIOD_NS COUNT PRIORITY PROCESSOR FILE: writes COUNT latenesses as native 64-bit ns. A missed
 * period is skipped, not caught up; whoever reads the file corrects for what was skipped. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  int64_t period = atoll(argv[1]);
  long count = atol(argv[2]);
  struct sched_param priority = {.sched_priority = atoi(argv[3])};
  int processor = atoi(argv[4]);
  int64_t *late = calloc(count, sizeof *late);
  int32_t none = 0;
  int latency = open("/dev/cpu_dma_latency", O_WRONLY);
  if (latency >= 0 && write(latency, &none, sizeof none) != sizeof none) perror("cpu_dma_latency");
  if (mlockall(MCL_CURRENT | MCL_FUTURE)) perror("mlockall");
  if (processor >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    if (sched_setaffinity(0, sizeof set, &set)) perror("sched_setaffinity");
  }
  if (prctl(PR_SET_TIMERSLACK, 1)) perror("prctl");
  if (sched_setscheduler(0, SCHED_FIFO, &priority)) perror("sched_setscheduler");
  int64_t due = now_ns() + period;
  for (long i = 0; i < count; i++) {
    struct timespec at = {.tv_sec = due / 1000000000, .tv_nsec = due % 1000000000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
    int64_t now = now_ns();
    late[i] = now - due;
    due += period;
    if (due <= now) due += (now - due) / period * period + period;
  }
  FILE *out = fopen(argv[5], "wb");
  if (!out || fwrite(late, sizeof *late, count, out) != (size_t)count || fclose(out)) return 1;
  return 0;
}
