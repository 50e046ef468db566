"""How fast the register takes ledgers, held against what a clerk would use instead: `make bench`.

* `ledgers`: seeded workbooks, plainly synthetic; `registers`: databases to load them into, empty or filled;
* `contenders`: the other programs, run with a Python of their own (.make/bench), each a process;
* `process`: one run of a command: seconds, processor time, peak memory of all its processes;
* `measures`: what is measured; `lookups`, `stages`: reading the register, and where the time of an import goes;
* `figures`: medians, kept in figures.json; `tables`: the part of both READMEs that is written from them.
"""
