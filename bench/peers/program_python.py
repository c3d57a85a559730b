"""A workload in Python, for program_python.c: its name, its size, how often, and a seed; the plans are in bench/programs/.

Prints ns per node, the result, how many nodes are left, and the longest and the median pause in seconds, or 0.
"""

import gc
import sys
import time

LEAST_DEPTH = 4  # trees.h
WORD = (1 << 64) - 1


class Node:
    __slots__ = ("left", "right", "number")

    def __init__(self, left, right, number=0):
        self.left = left
        self.right = right
        self.number = number


def left_over():
    """Nodes with references are known to the collector, though it is switched off."""
    return sum(type(each) is Node for each in gc.get_objects())


# ------------------------------------------------------------------------------------------- trees


def make(depth):
    return Node(make(depth - 1), make(depth - 1)) if depth else Node(None, None)


def count(node):
    return 1 + count(node.left) + count(node.right) if node.left else 1


def trees(size, _work, _seed):
    long_lived = make(size)
    start, nodes = time.thread_time(), 0
    for depth in range(LEAST_DEPTH, size + 1, 2):
        for _ in range(1 << (size - depth + LEAST_DEPTH)):
            nodes += count(make(depth))
    seconds = time.thread_time() - start
    return seconds * 1e9 / nodes, nodes + count(long_lived), [0]


# ------------------------------------------------------------------------------------------- drops


def mix(a, b):
    """rc_program_mix of programs.h."""
    x = (a ^ (b + 0x9E3779B97F4A7C15 & WORD)) * 0xBF58476D1CE4E5B9 & WORD
    return x ^ x >> 31


def chain(size):
    first = None
    for number in range(size - 1, -1, -1):
        first = Node(first, None, number)
    return first


def tree(size, number=0):
    if number >= size:
        return None
    return Node(tree(size, 2 * number + 1), tree(size, 2 * number + 2), number)


def star(size):
    return Node([Node(None, None, number) for number in range(1, size)], None)


def numbers(graph):
    todo = [graph]
    while todo:
        node = todo.pop()
        yield node.number
        todo += node.left if isinstance(node.left, list) else [each for each in (node.left, node.right) if each]


def drops(build, size, work, seed):
    """What a graph holds is added up once, before it goes: they are all the same."""
    pauses, result = [], 0
    for _ in range(work):
        graph = build(size)
        if not pauses:
            result = sum(mix(seed, number) for number in numbers(graph)) * work & WORD
        start = time.perf_counter()
        graph = None
        pauses.append(time.perf_counter() - start)
    return sorted(pauses)[work // 2] * 1e9 / size, result, pauses


def main():
    name, (size, work, seed) = sys.argv[1], map(int, sys.argv[2:])
    gc.disable()
    build = {"drop-chain": chain, "drop-tree": tree, "drop-star": star}.get(name)
    ns, result, pauses = drops(build, size, work, seed) if build else trees(size, work, seed)
    pauses.sort()
    print(ns, result, left_over(), pauses[-1], pauses[len(pauses) // 2])


main()
