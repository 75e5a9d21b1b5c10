"""The Python peer: time.sleep to absolute deadlines, with the same requests to the kernel as the loop.

until.py PERIOD_NS COUNT PRIORITY PROCESSOR FILE, as twin.c.
"""
import array
import ctypes
import gc
import os
import sys
import time

period, count, priority, processor, path = (*map(int, sys.argv[1:5]), sys.argv[5])
libc = ctypes.CDLL(None, use_errno=True)
late = array.array("q", bytes(8 * count))
try:
    latency = os.open("/dev/cpu_dma_latency", os.O_WRONLY)
    os.write(latency, bytes(4))
except OSError as e:
    print("cpu_dma_latency:", e, file=sys.stderr)
if libc.mlockall(3):
    print("mlockall: error", ctypes.get_errno(), file=sys.stderr)
if processor >= 0:
    os.sched_setaffinity(0, {processor})
libc.prctl(29, ctypes.c_ulong(1), 0, 0, 0)
try:
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(priority))
except OSError as e:
    print("sched_setscheduler:", e, file=sys.stderr)
gc.disable()
now_ns = time.monotonic_ns
due = now_ns() + period
for i in range(count):
    left = due - now_ns()
    if left > 0:
        time.sleep(left / 1e9)
    now = now_ns()
    late[i] = now - due
    due += period
    if due <= now:
        due += (now - due) // period * period + period
with open(path, "wb") as out:
    late.tofile(out)
