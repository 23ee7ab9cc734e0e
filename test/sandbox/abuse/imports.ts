import { OUT_OF_TIME, SHORT } from './case.ts'
import type { AbuseCase } from './case.ts'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  {
    name: 'finds a way to a program through the classes of the interpreter',
    control: true,
    code: `
classes = ().__class__.__base__.__subclasses__()
shell = next(each for each in classes if each.__name__ == "_wrap_close").__init__.__globals__["system"]
if shell("true") == 0:
    escaped("a shell")
attempt(lambda: getattr(__import__("sub" + "process"), "check_call")(["/bin/true"]))`,
  },
  {
    name: 'runs a program when it is unpickled',
    quick: true,
    control: true,
    code: `
import pickle
class Hostile:
    def __reduce__(self):
        return os.system, ("true",)
if pickle.loads(pickle.dumps(Hostile())) == 0:
    escaped("a shell")`,
  },
  {
    name: 'runs a program in an array and a frame that are loaded',
    control: true,
    code: `
import pickle, numpy
class Hostile:
    def __reduce__(self):
        return os.system, ("true",)
numpy.save("hostile.npy", numpy.array([Hostile()], dtype=object), allow_pickle=True)
if numpy.load("hostile.npy", allow_pickle=True)[0] == 0:
    escaped("a shell")
os.remove("hostile.npy")`,
  },
  {
    name: 'goes around every hook through native code',
    quick: true,
    control: true,
    code: `
if libc.system(b"true") == 0:
    escaped("a shell")
attempt(lambda: checked(libc.socket(2, 1, 0), "socket"))
attempt(lambda: checked(libc.unshare(0x10000000), "unshare"))`,
  },
  {
    name: 'loads a library of its own',
    quick: true,
    control: true,
    code: `
import _ctypes, shutil
shutil.copy(_ctypes.__file__, "own.so")
attempt(lambda: ctypes.CDLL("./own.so"))
os.remove("own.so")`,
  },
  {
    name: 'maps a file of its own as code',
    control: true,
    code: `
import mmap
with open("code", "wb+") as file:
    file.write(bytes(4096))
    file.flush()
    attempt(lambda: mmap.mmap(file.fileno(), 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC))
os.remove("code")`,
  },
  {
    name: 'asks for programs where modules are found',
    control: true,
    code: `
import importlib
for name in ("subprocess", "pty", "multiprocessing", "socket", "_posixsubprocess", "_socket"):
    importlib.import_module(name)
import ctypes.util, platform, webbrowser
attempt(lambda: print(os.popen("true")))
if webbrowser.get("true %s").open("x") if not HOST["isJail"] else webbrowser.open("http://127.0.0.1"):
    escaped("a browser")
platform.platform()`,
  },
  {
    name: 'builds code that no parser has seen',
    outcomes: ['crashed', 'error', 'memory_limit', ...OUT_OF_TIME],
    limits: SHORT,
    code: `
code = (lambda: None).__code__
hostile = code.replace(co_code=bytes([100, 255, 83, 0] * 64), co_consts=(), co_stacksize=1)
type(lambda: None)(hostile, {})()
raise SystemError("it came back")`,
  },
  {
    name: 'imports itself without end',
    limits: SHORT,
    outcomes: ['error', 'crashed', 'memory_limit', ...OUT_OF_TIME],
    code: `
with open("again.py", "w") as file:
    file.write("import sys\\nsys.modules.pop('again')\\nimport again\\n")
sys.path.insert(0, ".")
sys.setrecursionlimit(1 << 30)
import again`,
  },
  {
    name: 'shadows libraries with files of its own',
    outcomes: ['ok'],
    code: `
for name in ("matplotlib", "numpy", "json", "runner", "harness", "sitecustomize"):
    with open(f"{name}.py", "w") as file:
        file.write("raise SystemExit(0)")
    os.makedirs("__pycache__", exist_ok=True)
    with open(f"__pycache__/{name}.cpython-312.pyc", "wb") as file:
        file.write(bytes(64))`,
  },
]

/** Ways around a check of imports, which is off for all of these: the kernel alone protects. */
export const imports: readonly AbuseCase[] = cases.map((each) => ({ family: 'imports', ...each }))
