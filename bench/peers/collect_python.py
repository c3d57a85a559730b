"""Collections by CPython's collector, for collect_python.c: a graph, a number of objects, how many are held, and a payload.

The interpreter's lock is held all the time, so that a collection is one pause.

Prints seconds of the processor, the longest pause and the mean one by the clock, the most memory before and after in
bytes, how many objects were collected, and with churn the most garbage at once.
"""

import gc
import resource
import sys
import time


class Node:
    __slots__ = ("next", "other", "word")

    def __init__(self):
        self.next = self.other = None


class Pauses:
    """What the collector says of itself: as a callback it is asked at the beginning and the end of each collection."""

    def __init__(self):
        self.longest = self.total = 0.0
        self.count = self.collected = 0

    def __call__(self, phase, info):
        if phase == "start":
            self.began = time.perf_counter()
            return
        took = time.perf_counter() - self.began
        self.longest = max(self.longest, took)
        self.total += took
        self.count += 1
        self.collected += info["collected"]


def ring(objects, payload=0):
    first = last = Node()
    for _ in range(objects - 1):
        if payload:
            last.word = bytes(payload)
        last.next = last = Node()
    if payload:
        last.word = bytes(payload)
    last.next = first
    return first


def both_ways(objects):
    last = Node()
    for _ in range(objects - 1):
        node = Node()
        node.other = last
        last.next = last = node


def churn(objects, payload):
    """Returns the most garbage at once: a node is one block, and its payload another one."""
    before, most = sys.getallocatedblocks(), 0
    for made in range(10, objects + 1, 10):
        ring(10, payload)
        if made % 1000 == 0:
            most = max(most, sys.getallocatedblocks() - before)
    return most // (2 if payload else 1)


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main():
    graph = sys.argv[1]
    objects, live, payload = (int(number) for number in sys.argv[2:])
    gc.collect()
    gc.disable()
    before = peak()
    held = None
    if graph == "live":
        held = ring(objects)
    elif graph == "small":
        for _ in range(objects // 10):
            ring(10)
    elif graph == "deep":
        both_ways(objects)
    elif graph == "churn":
        held = ring(live, payload) if live else None
        gc.enable()
    else:
        ring(objects)
    pauses = Pauses()
    gc.callbacks.append(pauses)
    start = time.thread_time()
    outstanding = churn(objects, payload) if graph == "churn" else 0
    gc.collect()
    seconds = time.thread_time() - start
    print(seconds, pauses.longest, pauses.total / pauses.count, before, peak(), pauses.collected, outstanding)
    sys.stdout.flush()
    del held


main()
