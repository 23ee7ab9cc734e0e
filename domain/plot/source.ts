import type { Library, PythonVersion, Spec } from './plot.schema.ts'
import type { SourceFacts } from './source.schema.ts'

type Parsed = Extract<SourceFacts, { kind: 'parsed' }>

/** Packages that any implementation may import: computing and text, nothing that reaches outside. */
const PACKAGES = new Set([
  '__future__',
  'calendar',
  'collections',
  'colorsys',
  'dataclasses',
  'datetime',
  'decimal',
  'enum',
  'fractions',
  'functools',
  'itertools',
  'math',
  'numpy',
  'operator',
  'pandas',
  'pathlib',
  're',
  'scipy',
  'statistics',
  'string',
  'textwrap',
  'typing',
  'warnings',
])

/** Packages beside them for each library. */
const OWN_PACKAGES: Readonly<Record<Library, readonly string[]>> = {
  matplotlib: ['matplotlib', 'mpl_toolkits'],
  seaborn: ['seaborn', 'matplotlib'],
  plotly: ['plotly'],
  bokeh: ['bokeh'],
  altair: ['altair'],
}

/** Names no implementation has a use for: they run text, read what is not theirs, or reach behind the language. */
const FORBIDDEN_NAMES = new Set([
  'eval',
  'exec',
  'compile',
  'open',
  'input',
  'breakpoint',
  'globals',
  'locals',
  'vars',
  '__import__',
  '__builtins__',
  '__subclasses__',
  '__globals__',
  '__code__',
  '__mro__',
  '__bases__',
  '__loader__',
  '__spec__',
])

/**
 * Why a file cannot be an implementation of a spec, in sentences for its author; empty: it can. This is an early
 * word to the author and no wall: the wall is the sandbox.
 */
export function sourceProblems(
  facts: readonly SourceFacts[],
  { spec, library }: { readonly spec: Pick<Spec, 'data'>; readonly library: Library },
): readonly string[] {
  const broken = facts.flatMap((fact) => (fact.kind === 'broken' ? [brokenProblem(fact)] : []))
  const parsed = facts.find((fact) => fact.kind === 'parsed')
  if (broken.length > 0 || parsed === undefined) return broken
  return [
    ...importProblems(parsed, library),
    ...nameProblems(parsed),
    ...parameterProblems(
      parsed,
      spec.data.map(({ name }) => name),
    ),
  ]
}

/**
 * What those Pythons say that can read a file. What all say, if none can, or one cannot that the file will not be run
 * on: nothing else would tell.
 */
export function readable(
  facts: readonly SourceFacts[],
  tried: readonly PythonVersion[],
): readonly SourceFacts[] {
  const parsed = facts.filter((fact) => fact.kind === 'parsed')
  const willTell = facts.every(({ kind, python }) => kind === 'parsed' || tried.includes(python))
  return parsed.length > 0 && willTell ? parsed : facts
}

function brokenProblem({ python, line, message }: Extract<SourceFacts, { kind: 'broken' }>): string {
  return `Python ${python} cannot read it${line === null ? '' : ` (line ${line})`}: ${message}`
}

function importProblems({ imports }: Parsed, library: Library): readonly string[] {
  const allowed = new Set([...PACKAGES, ...OWN_PACKAGES[library]])
  return imports
    .filter(({ name }) => !allowed.has(name.replace(/\..*$/, '')))
    .map(
      ({ name, line }) =>
        `line ${line} imports ${name}; use ${library}, numpy, pandas, scipy and plain Python`,
    )
}

/** A slot may be called like a function of Python's: `open` of a candle is a column. */
function nameProblems({ names, parameters }: Parsed): readonly string[] {
  const own = new Set(parameters ?? [])
  return names
    .filter(({ name }) => FORBIDDEN_NAMES.has(name) && !own.has(name))
    .map(({ name, line }) => `line ${line} uses ${name}, which an implementation has no use for`)
}

function parameterProblems({ parameters }: Parsed, slots: readonly string[]): readonly string[] {
  const wanted = ['data', ...slots]
  if (parameters?.join() === wanted.join()) return []
  const has = parameters === null ? 'there is no function plot' : `plot takes (${parameters.join(', ')})`
  return [`${has}; write plot(${wanted.join(', ')}) at the top level`]
}
