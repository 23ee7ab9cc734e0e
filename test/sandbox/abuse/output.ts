import { OUT_OF_TIME, SHORT } from './case.ts'
import type { AbuseCase } from './case.ts'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  {
    name: 'prints without end',
    quick: true,
    outcomes: ['output_limit'],
    code: `
while True:
    print("x" * 100_000)`,
  },
  {
    name: 'prints errors without end',
    outcomes: ['output_limit'],
    code: `
while True:
    os.write(2, bytes(65536))`,
  },
  {
    name: 'floods the channel of events',
    limits: SHORT,
    outcomes: ['output_limit', ...OUT_OF_TIME],
    code: `
while True:
    try:
        os.write(4, b"audit os.system\\n" * 4000)
    except OSError:
        pass`,
  },
  {
    name: 'leaves more files than are wanted',
    outcomes: ['output_limit'],
    code: `
for index in range(40):
    with open(f"{index}.txt", "w") as file:
        file.write("x")`,
  },
  {
    name: 'leaves more bytes than are wanted',
    outcomes: ['output_limit'],
    code: `
for index in range(10):
    with open(f"{index}.bin", "wb") as file:
        file.write(bytes(3 << 20))`,
  },
  {
    name: 'gives its files odd names',
    quick: true,
    outcomes: ['ok'],
    code: `
names = [b"a\\nb", b"\\x1b[2J", b"\\xff\\xfe", b"\\xed\\xa0\\x80", b"..x", b"-rf", b"~", b"$(id)", b"a\\\\b", b"C:x",
    "\\u202egnp.exe".encode(), "\\u2028".encode(), b"x" * 255, b" ", b"%00", b"con", b"\\x7f", b"..\\\\..\\\\x"]
for name in names[:40]:
    with open(name, "wb") as file:
        file.write(b"x")
for name in (b"\\x01", b"\\xc3\\x28", b"a\\tb"):
    os.makedirs(b"folder/" + name)
    with open(b"folder/" + name + b"/x", "wb") as file:
        file.write(b"x")`,
    limits: { files: 40 },
  },
  {
    name: 'gives its files names that lead outside',
    control: true,
    code: `
os.makedirs("a")
for name in ("../x", "a/../../x", "./.././x", "../../x", "../../../x", "/x", "/pyplots/x"):
    if HOST["isJail"] or name in ("../x", "./.././x"):
        attempt(os.open, name, os.O_CREAT | os.O_WRONLY)`,
  },
  {
    name: 'leaves folders in the place of its results',
    outcomes: ['no_output'],
    code: `
for name in ("figure.png", "facts.json", "run.json", "figure.png/figure.json"):
    os.makedirs(name)
os.remove("plot.py")
os.makedirs("plot.py")`,
  },
  {
    name: 'leaves a picture that grows a thousandfold when it is decoded',
    quick: true,
    outcomes: ['ok'],
    refusedPng: 'figure.png',
    code: `
import struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
side = 20_000
packer = zlib.compressobj(9)
rows = b"".join(packer.compress(bytes(1 + side // 8)) for _ in range(side)) + packer.flush()
header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
with open("figure.png", "wb") as file:
    file.write(b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))`,
  },
  {
    name: 'leaves a picture with a program behind its end',
    outcomes: ['ok'],
    refusedPng: 'figure.png',
    code: `
from matplotlib.figure import Figure
Figure(figsize=(1, 1)).savefig("figure.png")
with open("figure.png", "ab") as file:
    file.write(b"#!/bin/sh\\n")`,
  },
  {
    name: 'closes and crosses its channels',
    code: `
os.dup2(4, 1)
os.dup2(0, 4)
os.closerange(0, 64)`,
  },
  {
    name: 'fails with a message of a hundred megabytes',
    limits: { memoryMb: 1024 },
    outcomes: ['output_limit', 'error', 'memory_limit'],
    code: `raise ValueError("x" * (100 << 20))`,
  },
  {
    name: 'fails with an exception that is hostile itself',
    quick: true,
    outcomes: ['error'],
    code: `
class Hostile(BaseException):
    def __str__(self):
        raise self
    __repr__ = __getattr__ = __str__
Hostile.__qualname__ = "\\0\\ud800" * 1000
raise Hostile`,
  },
  {
    name: 'fails with a chain of ten thousand exceptions',
    limits: SHORT,
    outcomes: ['error', 'crashed', 'memory_limit', ...OUT_OF_TIME],
    code: `
error = None
for index in range(10_000):
    following = ValueError(index)
    following.__cause__ = error
    error = following
raise error`,
  },
]

/** Floods, odd names, and results that hurt whoever opens them. */
export const output: readonly AbuseCase[] = cases.map((each) => ({ family: 'output', ...each }))
