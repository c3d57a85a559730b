"""Binary trees, for trees_python.c: the greatest depth. Prints ns per node, and how many nodes were counted."""

import gc
import sys
import time

LEAST_DEPTH = 4


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def make(depth):
    return Node(make(depth - 1), make(depth - 1)) if depth else Node(None, None)


def count(node):
    return 1 + count(node.left) + count(node.right) if node.left else 1


def main():
    size = int(sys.argv[1])
    gc.disable()
    long_lived = make(size)
    start, nodes = time.thread_time(), 0
    for depth in range(LEAST_DEPTH, size + 1, 2):
        for _ in range(1 << (size - depth + LEAST_DEPTH)):
            nodes += count(make(depth))
    seconds = time.thread_time() - start
    print(seconds * 1e9 / nodes, nodes + count(long_lived))


main()
