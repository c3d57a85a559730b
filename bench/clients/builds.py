"""jq as Debian has it, and once more with the counts of each backend.

All have the same compiler, the same flags and, but for jv.c, the same object files: a tree is a copy of the
stock one after it was built, in which jv.c is replaced. Everything is linked statically, so that a count is
reached as it would be in a program of its own.
"""

import os
import re
import shutil
import subprocess
import sys

import steps

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
STOCK = "stock"
COMPILER = "gcc -std=gnu11"
FLAGS = "-O2 -g1"


class Builds:
    """The trees under one directory."""

    def __init__(self, work, build):
        # make must hear the same name of the directory that it heard before, or it forgets what depends on what.
        heard = os.path.abspath(os.path.join(ROOT, build)) == os.path.abspath(build)
        self.work, self.build = work, build if heard else os.path.abspath(build)
        self.jobs = f"-j{os.cpu_count() or 1}"
        with open(os.path.join(work, "jq.version"), encoding="utf-8") as file:
            self.version = file.read().strip()
        upstream = re.sub(r"^\d+:", "", self.version).rsplit("-", 1)[0]
        self.source = os.path.join(work, f"jq-{upstream}")

    def tree(self, name):
        return os.path.join(self.work, name)

    def jq(self, name):
        return os.path.join(self.tree(name), "jq")

    def log(self, name, what):
        return os.path.join(self.work, "logs", f"{name}-{what}.log")

    def library(self, backend):
        return os.path.join(self.build, "lib", f"librefcount-{backend}.a")

    def make_stock(self):
        done = os.path.join(self.tree(STOCK), ".built")
        if os.path.exists(done):
            return
        tree = self.tree(STOCK)
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(self.source, tree, symlinks=True)
        steps.run("jq's autoreconf", ["autoreconf", "-fi"], self.log(STOCK, "autoreconf"), tree)
        steps.run("jq's configure", ["./configure", "--disable-shared", "--enable-static", "--disable-valgrind",
                                     "--disable-docs", "--disable-maintainer-mode", f"CC={COMPILER}", f"CFLAGS={FLAGS}"],
                  self.log(STOCK, "configure"), tree)
        steps.run("jq's make", ["make", self.jobs], self.log(STOCK, "make"), tree)
        with open(done, "w", encoding="utf-8"):
            pass

    def make_backend(self, backend):
        """Made anew each time: it is one file to compile, and the library may have changed."""
        tree = self.tree(backend)
        steps.run(f"the library of {backend}", ["make", self.jobs, f"BUILD={self.build}", self.library(backend)],
                  self.log(backend, "library"), ROOT)
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(self.tree(STOCK), tree, symlinks=True)
        source = os.path.join(self.tree(STOCK), "src", "jv.c")
        replaced = subprocess.run([sys.executable, os.path.join(HERE, "replace.py"), source], capture_output=True,
                                  text=True, check=False)
        if replaced.returncode != 0:
            raise steps.Failed(replaced.stderr.strip())
        with open(os.path.join(tree, "src", "jv.c"), "w", encoding="utf-8") as file:
            file.write(replaced.stdout)
        os.remove(os.path.join(tree, "jq"))
        steps.run(f"jq with {backend}", ["make", "jq", f"CPPFLAGS={' '.join(self.preprocessor(backend))}",
                                         f"LIBS={' '.join(self.libraries(backend))}"],
                  self.log(backend, "make"), tree)

    def preprocessor(self, backend):
        with open(os.path.join(ROOT, "refcount", "counters", f"{backend}.c"), encoding="utf-8") as file:
            said = re.search(r"\.deferred_death = (true|false)", file.read())
        if not said:
            raise steps.Failed(f"refcount/counters/{backend}.c does not say whether it has deferred_death")
        return [f"-I{ROOT}", "-D_GNU_SOURCE", f"-DRC_BACKEND={backend}", f"-DRC_CLIENT_DEFERS={int(said[1] == 'true')}"]

    def libraries(self, backend):
        with open(os.path.join(self.tree(STOCK), "Makefile"), encoding="utf-8") as file:
            line = re.search(r"^LIBS = (.*)$", file.read(), re.M)
        ours = [] if backend == STOCK else [os.path.abspath(os.path.join(ROOT, self.library(backend)))]
        return ours + (line[1].split() if line else []) + ["-pthread"]

    def make_shared(self, name):
        """The driver of bench/clients/shared.c, and where it is."""
        tree = self.tree(name)
        program = os.path.join(tree, "shared")
        wraps = [f"-Wl,--wrap=jv_mem_{function}" for function in ("alloc", "calloc", "realloc", "free")]
        defines = ["-D_GNU_SOURCE", f"-I{ROOT}", "-DRC_CLIENT_STOCK"] if name == STOCK else self.preprocessor(name)
        steps.run(f"the shared document with {name}",
                  [*COMPILER.split(), *FLAGS.split(), "-Wall", "-Wextra", *defines, f"-I{tree}/src",
                   os.path.join(HERE, "shared.c"), os.path.join(HERE, "blocks.c"), *wraps, "-o", program,
                   f"{tree}/.libs/libjq.a", *self.libraries(name), "-lm"],
                  self.log(name, "shared"), ROOT)
        return program
