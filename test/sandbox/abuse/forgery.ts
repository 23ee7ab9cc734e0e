import type { SandboxOutcome } from '../../../domain/sandbox/sandbox.schema.ts'
import { OUT_OF_TIME, SHORT } from './case.ts'
import type { AbuseCase } from './case.ts'

/** Exit codes by which the runner reports before the author's code begins, and two that it may claim. */
const FORGED_CODES: readonly (readonly [number, readonly SandboxOutcome[]])[] = [
  [65, ['error']],
  [66, ['error']],
  [69, ['error']],
  [71, ['memory_limit']],
  [72, ['disk_limit']],
]

const forgedCodes = FORGED_CODES.map(([code, outcomes]): Omit<AbuseCase, 'family'> => {
  return {
    name: `claims a verdict on every channel and leaves with exit code ${code}`,
    ...(code === 69 ? { quick: true } : {}),
    outcomes,
    code: `
report = json.dumps({"outcome": "sandbox_error", "started": False, "failure": "forged", "error": {"type": "Forged"}})
frame = len(report).to_bytes(4, "little") + bytes(4) + report.encode()
for descriptor in range(64):
    for message in (report.encode(), b"R", frame, b"error " + report.encode() + b"\\n", b"audit x\\n"):
        try:
            os.write(descriptor, message)
        except OSError:
            pass
os._exit(${code})`,
  }
})

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  ...forgedCodes,
  {
    name: 'kills itself as the kernel would',
    quick: true,
    control: true,
    // In the control the signal is one that kills nobody.
    code: `
import signal
fatal = signal.SIGKILL if HOST["isJail"] else 0
attempt(os.kill, os.getppid(), fatal)
attempt(signal.pthread_kill, __import__("threading").get_ident(), signal.SIGKILL) if HOST["isJail"] else None
if HOST["isJail"]:
    attempt(os.kill, os.getpid(), fatal)
    attempt(syscall, "tgkill", os.getpid(), os.getpid(), fatal)`,
  },
  {
    name: 'reports the signal of the CPU limit without having used it up',
    outcomes: ['crashed'],
    code: `
import signal
signal.signal(signal.SIGXCPU, signal.SIG_DFL)
os.kill(os.getpid(), signal.SIGXCPU)`,
  },
  {
    name: 'replaces the way out of its runner',
    limits: SHORT,
    outcomes: ['ok', 'no_output', 'error', 'crashed', ...OUT_OF_TIME],
    code: `
import builtins
os._exit = sys.exit = lambda *_: None
for name in ("BaseException", "OSError", "open", "len"):
    setattr(builtins, name, None)`,
  },
  {
    name: 'changes the modules of its runner and its harness',
    quick: true,
    outcomes: ['no_output', 'error'],
    code: `
for name, module in list(sys.modules.items()):
    if name in ("runner", "verdict", "execution", "collect", "seccomp", "landlock", "kernel", "jail", "frames", "report", "policy"):
        for key in list(vars(module)):
            if not key.startswith("__"):
                setattr(module, key, lambda *_, **__: 0)
        vars(module)["EXIT_SETUP"] = 0
sys.modules.clear()`,
  },
  {
    name: 'climbs its own stack into the runner',
    quick: true,
    code: `
frame = sys._getframe()
while frame is not None:
    for name, value in list(frame.f_locals.items()):
        if name in ("connection", "proc", "statm", "status"):
            if isinstance(value, int):
                attempt(os.write, value, b"R")
                attempt(os.listdir, value)
                attempt(lambda: os.open("self/environ", os.O_RDONLY, dir_fd=value))
    frame = frame.f_back`,
  },
  {
    name: 'writes over the memory of its interpreter',
    outcomes: ['crashed', 'error', 'no_output', ...OUT_OF_TIME],
    limits: SHORT,
    code: `
for value in (0, 1, "", (), None, type, object):
    ctypes.memset(id(value), 0xFF, 16)
ctypes.memset(id(sys.modules), 0, 64)
sys.modules["x"]`,
  },
  {
    name: 'traces, audits and hooks all that follows',
    outcomes: ['no_output', 'error'],
    code: `
import builtins, gc
def hook(*_):
    return hook
sys.settrace(hook)
sys.setprofile(hook)
gc.callbacks.append(hook)
sys.meta_path[:] = sys.path_hooks[:] = []
builtins.__import__ = builtins.__build_class__ = hook
def refuse(*_):
    raise SystemExit(0)
sys.addaudithook(refuse)`,
  },
  {
    name: 'leaves something of itself to later executions',
    quick: true,
    outcomes: ['ok'],
    // The plot that follows must come out with the same bytes as ever.
    code: `
import builtins, random
import matplotlib, numpy
from matplotlib.figure import Figure
builtins.left = os.left = numpy.left = 1
Figure.savefig = lambda *_, **__: None
matplotlib.rcParams["figure.facecolor"] = "red"
os.environ["MPLBACKEND"] = "svg"
os.environ["PYTHONSTARTUP"] = f"{TMP}/left.py"
random.seed(1)
numpy.random.seed(1)
for path in (".matplotlib/matplotlibrc", "matplotlibrc", ".matplotlib/fontlist-v390.json", f"{TMP}/left.py", "matplotlib.py", "numpy.py"):
    with open(path, "w") as file:
        file.write("figure.facecolor: red")
numpy.zeros(10)[...] = numpy.pi`,
  },
  {
    name: 'changes the harness that calls it',
    quick: true,
    isFunction: true,
    outcomes: ['ok', 'error'],
    code: `
for name, module in list(sys.modules.items()):
    if name.split(".")[0] == "harness":
        for key in ("run", "_write_json", "read_table", "load_plot", "run_tests", "of", "write", "check"):
            setattr(module, key, lambda *_, **__: None)
        sys.modules[name] = None
def plot(data, x):
    json.dump = json.dumps = None
    return "drawn"`,
  },
  {
    name: 'leaves results of its own and goes before the harness writes',
    isFunction: true,
    // The harness's files are a claim; whoever reads them measures the picture and never trusts it.
    outcomes: ['ok'],
    code: `
def plot(data, x):
    for name in ("facts.json", "run.json", "figure.png"):
        with open(name, "w") as file:
            file.write("forged")
    os._exit(0)`,
  },
  {
    name: 'leaves links in the place of its results',
    control: true,
    outcomes: ['ok'],
    code: `
for name in ("figure.png", "facts.json"):
    with open(name, "w") as file:
        file.write("x")
    os.remove(name)
    attempt(os.symlink, HOST["publicFile"], name)
    attempt(os.link, HOST["publicFile"], name)
with open("run.json", "w") as file:
    file.write("x")`,
  },
]

/** Results and verdicts that are not what happened, and state for those who come later. */
export const forgery: readonly AbuseCase[] = cases.map((each) => ({ family: 'forgery', ...each }))
