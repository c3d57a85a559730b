"""One collection by CPython's collector, for collect_python.c: a graph, a number of objects.

Prints seconds, the most memory before and after in bytes, and how many objects were collected.
"""

import gc
import resource
import sys
import time


class Node:
    __slots__ = ("next", "other", "word")

    def __init__(self):
        self.next = self.other = None


def ring(objects):
    first = last = Node()
    for _ in range(objects - 1):
        last.next = last = Node()
    last.next = first
    return first


def both_ways(objects):
    last = Node()
    for _ in range(objects - 1):
        node = Node()
        node.other = last
        last.next = last = node


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main():
    graph, objects = sys.argv[1], int(sys.argv[2])
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
    else:
        ring(objects)
    start = time.perf_counter()
    collected = gc.collect()
    seconds = time.perf_counter() - start
    print(seconds, before, peak(), collected)
    sys.stdout.flush()
    del held


main()
