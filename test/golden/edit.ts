import type { Library } from '../../domain/plot/plot.schema.ts'
import type { Chart } from './chart.ts'

/** Statements for `plot()`, one per entry, indented as they would be in a function's body from column 0. */
export type Statements = readonly string[]

/** Statements per library; seaborn takes matplotlib's where it has none of its own. A missing library has no way. */
export type PerLibrary = Readonly<Partial<Record<Library, Statements>>>

/** Parts of a file as this catalogue's authors write it. */
interface Parts {
  /** everything up to the end of the docstring of `plot()` */
  readonly head: string
  readonly body: string
  /** the expression that `plot()` returns in the end */
  readonly result: string
  readonly tail: string
}

const PLOT =
  /^(?<head>[\s\S]*?\ndef plot\([\s\S]*?\n {4}"""[\s\S]*?"""\n)(?<body>[\s\S]*?\n) {4}return (?<result>[\s\S]*?)\n(?<tail>\n\n\S[\s\S]*)$/

/** Puts statements at the start of `plot()`. */
export function atStart(code: string, statements: Statements): string {
  const { head, body, result, tail } = partsOf(code)
  return `${head}${indented(statements)}${body}    return ${result}\n${tail}`
}

/** Puts statements before the end of `plot()`: they find the figure as `picture`. */
export function atEnd(code: string, statements: Statements): string {
  const { head, body, result, tail } = partsOf(code)
  return `${head}${body}    picture = ${result}\n${indented(statements)}    return picture\n${tail}`
}

/**
 * Changes a finished figure: `picture` for matplotlib (and `ax` for each of its axes in turn), plotly and bokeh;
 * for altair `drawn`, the chart as a dictionary, and its `encodings`. Null where the library has no statements.
 */
export function finished({ code, library }: Chart, statements: PerLibrary): string | null {
  const own = statements[library] ?? (library === 'seaborn' ? statements.matplotlib : undefined)
  if (own === undefined) return null
  if (library === 'matplotlib' || library === 'seaborn') return atEnd(code, perAxes(own))
  if (library !== 'altair') return atEnd(code, own)
  const encodings = own.some((line) => line.includes('encodings')) ? [ENCODINGS] : []
  return atEnd(code, [
    'drawn = picture.to_dict()',
    ...encodings,
    ...own,
    'picture = picture.from_dict(drawn)',
  ])
}

/** Statements that name `ax`, for each of the figure's axes; the others come first, once. */
function perAxes(statements: Statements): Statements {
  const first = statements.findIndex((line) => /\bax\b/.test(line))
  if (first < 0) return statements
  const own = statements.slice(first).map((line) => `    ${line}`)
  return [...statements.slice(0, first), 'for ax in picture.axes:', ...own]
}

/** The encodings of an altair chart, whether it has layers or not. */
const ENCODINGS =
  'encodings = [part["encoding"] for part in [drawn, *drawn.get("layer", [])] if "encoding" in part]'

/** Puts lines in front of `plot()`, with the empty lines that a formatter wants. */
export function beforePlot(code: string, lines: readonly string[]): string {
  return replaced(code, /\n\n\n(?=def plot\()/, `\n\n\n${lines.join('\n')}\n\n\n`)
}

/** Adds an import line of the standard library after the module's docstring. */
export function importing(code: string, line: string): string {
  return replaced(code, /^("""[\s\S]*?"""\n)/, (docstring) => `${docstring}\n${line}\n`)
}

/** Gives a constant of the module another value; null when there is none of that name. */
export function withConstant(code: string, name: string, value: string): string | null {
  const constant = new RegExp(
    `^${name}(?<type>: [^=\\n]+)? = (?:[^\\n\\[({][^\\n]*|[\\[({][\\s\\S]*?[\\])}])$`,
    'm',
  )
  if (!constant.test(code)) return null
  return code.replace(constant, (_, type: string | undefined) => `${name}${type ?? ''} = ${value}`)
}

/** Replaces what a pattern finds. @throws Error when it finds nothing: the rule no longer fits the code */
export function replaced(
  code: string,
  pattern: RegExp | string,
  by: string | ((found: string) => string),
): string {
  const found = typeof pattern === 'string' ? code.includes(pattern) : pattern.test(code)
  if (!found) throw new Error(`the code has nothing like ${pattern}`)
  return code.replace(pattern, typeof by === 'string' ? () => by : by)
}

function partsOf(code: string): Parts {
  const { head, body, result, tail } = PLOT.exec(code)?.groups ?? {}
  if (head === undefined || body === undefined || result === undefined || tail === undefined)
    throw new Error('the code has no function plot() that ends with a return')
  return { head, body, result, tail }
}

function indented(statements: Statements): string {
  return statements.map((line) => `    ${line}\n`).join('')
}
