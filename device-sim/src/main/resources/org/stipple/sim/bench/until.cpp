// The C++ peer: std::this_thread::sleep_until, with the same requests to the kernel as the loop.
// until PERIOD_NS COUNT PRIORITY PROCESSOR FILE, as twin.c.
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  using clock = std::chrono::steady_clock;
  const std::chrono::nanoseconds period(std::atoll(argv[1]));
  const long count = std::atol(argv[2]);
  sched_param priority{};
  priority.sched_priority = std::atoi(argv[3]);
  const int processor = std::atoi(argv[4]);
  std::vector<std::int64_t> late(count);
  std::int32_t none = 0;
  int latency = open("/dev/cpu_dma_latency", O_WRONLY);
  if (latency >= 0 && write(latency, &none, sizeof none) != sizeof none) std::perror("cpu_dma_latency");
  if (mlockall(MCL_CURRENT | MCL_FUTURE)) std::perror("mlockall");
  if (processor >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    if (sched_setaffinity(0, sizeof set, &set)) std::perror("sched_setaffinity");
  }
  if (prctl(PR_SET_TIMERSLACK, 1)) std::perror("prctl");
  if (sched_setscheduler(0, SCHED_FIFO, &priority)) std::perror("sched_setscheduler");
  auto due = clock::now() + period;
  for (auto &one : late) {
    std::this_thread::sleep_until(due);
    const auto now = clock::now();
    one = std::chrono::nanoseconds(now - due).count();
    due += period;
    if (due <= now) due += (now - due) / period * period + period;
  }
  std::FILE *out = std::fopen(argv[5], "wb");
  if (!out || std::fwrite(late.data(), sizeof(late[0]), late.size(), out) != late.size() || std::fclose(out)) return 1;
  return 0;
}
